import { describe, expect, test } from 'vitest';
import { usualPolicy } from '../../src/run/up-policy.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { leapClock } from './support/leap-clock.ts';
import { engineOf, planOf, play, playToEnd } from './support/stage-play.ts';

const forever = 'command: [sh, -c, "sleep infinity"]';
const unit = (extra = '') => `{ image: "busybox:1.36", ${forever}, ${extra} }`;
const policy = (change: Partial<typeof usualPolicy>) => ({ policy: { ...usualPolicy, ...change } });

describe('containers that have no place any more', () => {
  test('are told and left alone', async () => {
    await using fake = await startFakeEngine();
    const engine = engineOf(fake);
    await playToEnd(engine, await planOf(`services:\n  a: ${unit()}\n  old: ${unit()}`));
    const { events, order } = await playToEnd(engine, await planOf(`services:\n  a: ${unit()}`));
    expect(order('unit.removed')).toEqual([]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'warning', message: expect.stringContaining('play-old-1') }),
    );
  });

  test('are removed when that is asked for', async () => {
    await using fake = await startFakeEngine();
    const engine = engineOf(fake);
    await playToEnd(engine, await planOf(`services:\n  a: ${unit()}\n  old: ${unit()}`));
    const plan = await planOf(`services:\n  a: ${unit()}`);
    const { order } = await playToEnd(engine, plan, policy({ removeOrphans: true }));
    expect(order('unit.removed')).toEqual(['old']);
    expect((await engine.observe('play', AbortSignal.timeout(5000))).containers.map(({ unit: of }) => of)).toEqual([
      'a',
    ]);
  });

  test('are those of a scaled unit that are one too many, the last ones first', async () => {
    await using fake = await startFakeEngine();
    const engine = engineOf(fake);
    const text = (count: number) => `services:\n  a: ${unit(`scale: ${count}`)}`;
    await playToEnd(engine, await planOf(text(3)));
    const { events } = await playToEnd(engine, await planOf(text(1)));
    const removed = events.flatMap((event) => (event.type === 'unit.removed' ? [event.instance] : []));
    expect(removed.toSorted()).toEqual(['a#2', 'a#3']);
  });
});

describe('whether containers are made anew', () => {
  const text = (mode: string) => `services:\n  a: ${unit(`environment: { MODE: ${mode} }`)}\n  b: ${unit()}`;

  test.each([
    ['never, though they changed', 'never', 'two', []],
    ['always, though nothing changed', 'always', 'one', ['a', 'b']],
    ['where they changed', 'changed', 'two', ['a']],
  ] as const)('%s', async (_, renewal, mode, created) => {
    await using fake = await startFakeEngine();
    const engine = engineOf(fake);
    await playToEnd(engine, await planOf(text('one')));
    const { order } = await playToEnd(engine, await planOf(text(mode)), policy({ renewalOf: () => renewal }));
    expect(order('unit.created').toSorted()).toEqual(created);
  });

  test('what restarts with a unit is started anew with it, and keeps its container', async () => {
    await using fake = await startFakeEngine();
    const engine = engineOf(fake);
    const stack = (mode: string) => `
services:
  db: ${unit(`environment: { MODE: ${mode} }`)}
  api: ${unit('depends_on: { db: { condition: service_started, restart: true } }')}
  web: ${unit('depends_on: [db]')}
`;
    await playToEnd(engine, await planOf(stack('one')));
    const { events, order } = await playToEnd(engine, await planOf(stack('two')));
    expect(order('unit.created')).toEqual(['db']);
    const planned = events.find((event) => event.type === 'run.planned');
    expect(planned).toMatchObject({
      steps: [
        { instance: 'db#1', action: 'recreate' },
        { instance: 'api#1', action: 'restart', cause: expect.stringContaining('db') },
        { instance: 'web#1', action: 'keep' },
      ],
    });
  });
});

describe('a run that is told when to end', () => {
  const stack = `
services:
  rest: ${unit()}
  tests: { image: "busybox:1.36", command: [sh, -c, "sleep 0.05; exit 3"], depends_on: [rest] }
`;

  test('ends with the first service that exits, with its code, and stops the rest', async () => {
    await using fake = await startFakeEngine();
    const { outcome, order } = await playToEnd(engineOf(fake), await planOf(stack), {
      stay: 'while-running',
      ...policy({ endOn: { kind: 'exit' } }),
    });
    expect(outcome).toMatchObject({ kind: 'exited', instance: 'tests#1', exitCode: 3, complete: true });
    expect(order('unit.stopped')).toContain('rest');
  });

  test('ends with a failure only at one that exits with another code than 0', async () => {
    await using fake = await startFakeEngine();
    const fine = stack.replace('exit 3', 'exit 0');
    const { run, saw } = play(engineOf(fake), await planOf(fine), {
      stay: 'while-running',
      ...policy({ endOn: { kind: 'failure' } }),
    });
    await saw('unit.completed', 'tests');
    run.send({ type: 'stop' });
    expect(await run.done).toMatchObject({ kind: 'stopped' });
  });

  test('gives up on what is not ready in time, and says so of each unit', async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`services:\n  a: ${unit('ready: { exec: ["false"] }')}\n  b: ${unit('depends_on: [a]')}`);
    const clock = leapClock();
    const { run, saw } = play(engineOf(fake), plan, { clock, ...policy({ waitTimeoutMs: 30_000 }) });
    await saw('unit.probe', 'a');
    clock.leap(30_000);
    expect(await run.done).toMatchObject({
      kind: 'failed',
      failures: [{ instance: 'a#1', failure: { code: 'not-ready' } }],
    });
  });

  test('that is to start nothing makes containers alone', async () => {
    await using fake = await startFakeEngine();
    const engine = engineOf(fake);
    const plan = await planOf(`services:\n  a: ${unit()}\n  b: ${unit('depends_on: [a]')}`);
    const { outcome, order } = await playToEnd(engine, plan, policy({ startNothing: true }));
    expect(outcome).toEqual({ kind: 'created' });
    expect(order('unit.created').toSorted()).toEqual(['a', 'b']);
    expect(order('unit.started')).toEqual([]);
    expect(await playToEnd(engine, plan)).toMatchObject({ outcome: { kind: 'ready' } });
  });
});

describe('a dependency that is not required', () => {
  test('may fail: what waits for it comes up all the same, and the run is fine', async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`
services:
  extra: { image: "busybox:1.36", command: [sh, -c, "exit 1"], ready: { exec: ["false"] } }
  app: ${unit('depends_on: { extra: { condition: service_healthy, required: false } }')}
`);
    const { outcome, order } = await playToEnd(engineOf(fake), plan);
    expect(order('unit.ready')).toContain('app');
    expect(outcome).toMatchObject({ kind: 'ready' });
  });

  test('may have a port that is taken: all others come up', async () => {
    await using fake = await startFakeEngine();
    const engine = engineOf(fake);
    await playToEnd(engine, await planOf(`services: { first: ${unit('ports: ["8080:80"]')} }`, 'other'));
    const plan = await planOf(`
services:
  extra: ${unit('ports: ["8080:80"]')}
  app: ${unit('depends_on: { extra: { condition: service_started, required: false } }')}
`);
    const { outcome, order } = await playToEnd(engine, plan);
    expect(order('unit.failed')).toEqual(['extra']);
    expect(order('unit.ready')).toEqual(['app']);
    expect(outcome).toEqual({ kind: 'ready', changed: true });
  });

  test('may take all the time that there is: what waits for it has failed then, and the run is not fine', async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`
services:
  extra: ${unit('ready: { exec: ["false"] }')}
  app: ${unit('depends_on: { extra: { condition: service_healthy, required: false } }')}
`);
    const clock = leapClock();
    const { run, saw } = play(engineOf(fake), plan, { clock, ...policy({ waitTimeoutMs: 30_000 }) });
    await saw('unit.probe', 'extra');
    clock.leap(30_000);
    expect(await run.done).toMatchObject({
      kind: 'failed',
      failures: [{ instance: 'app#1', failure: { code: 'not-ready' } }],
    });
  });
});
