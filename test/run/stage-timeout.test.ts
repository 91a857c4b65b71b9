import { describe, expect, test } from 'vitest';
import type { Event, Outcome } from '../../src/core/event.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { type FakeEngine, startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { leapClock } from './support/leap-clock.ts';
import { containerOf } from './support/stack.ts';
import { engineOf, type Play, planOf, play, playToEnd } from './support/stage-play.ts';

const busybox = (rest: string) => `{ image: "busybox:1.36", ${rest} }`;
const running = (rest: string) => busybox(`command: [sleep, infinity], ${rest}`);
const never = (rest: string) =>
  busybox(`command: [sh, -c, "echo no luck yet; sleep infinity"], ready: { exec: ["false"] }, ${rest}`);

const stageEvents = (events: readonly Event[]): readonly string[] =>
  events.flatMap((event) => {
    if (!event.type.startsWith('stage.') || !('stage' in event)) return [];
    return [`${event.type} ${event.stage}${'reason' in event ? `: ${event.reason}` : ''}`];
  });

/** A run whose stages have 20 s, which are over when the test ends them; that resolves with what the run comes to. */
function timed(fake: FakeEngine, plan: Plan): Play & { end(): Promise<Outcome> } {
  const clock = leapClock();
  const played = play(engineOf(fake), plan, { clock });
  const end = (): Promise<Outcome> => {
    clock.leap(20_000);
    return played.run.done;
  };
  return { ...played, end };
}

describe('a stage that is not through in its time', () => {
  test('names what keeps it from being through, also where that is in another stage', async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`
barrier: eager
stages: [one, { name: two, timeout: 20s }]
services:
  db: ${never('stage: one')}
  api: ${running('stage: one, depends_on: { db: { condition: ready } }')}
  web: ${running('stage: two, depends_on: { api: { condition: ready } }')}
`);
    const { saw, end } = timed(fake, plan);
    await saw('unit.probe', 'db');
    expect(await end()).toMatchObject({
      failures: [
        {
          instance: 'web#1',
          failure: {
            message: expect.stringMatching(
              /were over: waits for api \(ready\); api waits for db \(ready\); db: last probe: exit 1/,
            ),
            evidence: { probe: expect.stringContaining('exit 1') },
          },
        },
      ],
    });
  });

  test('fails, with what was not ready and what each waits for, and nothing else begins', async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`
stages: [{ name: one, timeout: 20s }, two]
services:
  db: ${running('stage: one')}
  api: ${never('stage: one')}
  web: ${running('stage: one, depends_on: { api: { condition: ready } }')}
  late: ${running('stage: two')}
`);
    const { run, events, saw, end } = timed(fake, plan);
    await Promise.all([saw('unit.ready', 'db'), saw('unit.probe', 'api')]);
    expect(await end()).toMatchObject({
      kind: 'failed',
      failures: [
        {
          instance: 'api#1',
          failure: {
            code: 'stage-timeout',
            message: expect.stringMatching(
              /^service "api" was not ready when the 20\.0s of stage "one" were over: last probe: /,
            ),
            hint: expect.stringContaining('"timeout"'),
            evidence: { logs: ['no luck yet'] },
          },
        },
      ],
    });
    expect(stageEvents(events)).toEqual([
      'stage.started one',
      expect.stringMatching(
        /^stage\.failed one: not through within 20\.0s: api \(last probe: .*\), web \(waits for api \(ready\)\)$/,
      ),
      'stage.canceled two: stage "one" was not through in its time',
    ]);
    expect(run.view.states.get('web#1')).toMatchObject({ phase: 'canceled' });
    expect(run.view.states.get('db#1')).toMatchObject({ phase: 'ready' });
  });

  test('has its job stopped, so that the next run does not meet it', async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`
stages: [{ name: one, timeout: 20s }]
jobs:
  slow: ${busybox('command: [sleep, infinity], stage: one')}
`);
    const { saw, end } = timed(fake, plan);
    await saw('unit.running', 'slow');
    expect(await end()).toMatchObject({
      failures: [{ failure: { message: 'job "slow" had not ended when the 20.0s of stage "one" were over: runs' } }],
    });
    expect(containerOf(fake, 'slow').status).toBe('exited');
  });

  test('goes on without what everyone can do without', async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`
stages: [{ name: one, timeout: 20s }, two]
services:
  extra: ${never('stage: one')}
  web: ${running('stage: two, depends_on: { extra: { condition: ready, required: false } }')}
`);
    const { saw, events, end } = timed(fake, plan);
    await saw('unit.probe', 'extra');
    expect(await end()).toEqual({ kind: 'ready', changed: true });
    expect(stageEvents(events)).toEqual([
      'stage.started one',
      'stage.finished one',
      'stage.started two',
      'stage.finished two',
    ]);
  });
});

test('a stage that is through in its time has no trouble later', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
stages: [{ name: one, timeout: 20s }, two]
services:
  db: ${running('stage: one')}
jobs:
  work: ${busybox('command: [sleep, infinity], stage: two')}
`);
  const { saw, end } = timed(fake, plan);
  await saw('unit.running', 'work');
  const outcome = end();
  containerOf(fake, 'work').end(0);
  expect(await outcome).toEqual({ kind: 'ready', changed: true });
});

describe('the end of a stage', () => {
  test('is told of one in which something failed, and of those that do not begin', async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`
stages: [one, two, three]
jobs:
  bad: ${busybox('command: [sh, -c, "exit 3"], stage: one')}
services:
  web: ${running('stage: two')}
`);
    const { events } = await playToEnd(engineOf(fake), plan);
    expect(stageEvents(events)).toEqual([
      'stage.started one',
      'stage.failed one: "bad" failed',
      'stage.canceled two: bad failed',
    ]);
  });

  test('is told of one that is interrupted', async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`
stages: [one, two]
services:
  api: ${never('stage: one')}
  web: ${running('stage: two')}
`);
    const { run, saw, events } = play(engineOf(fake), plan);
    await saw('unit.probing', 'api');
    run.send({ type: 'stop' });
    await run.done;
    expect(stageEvents(events).toSorted()).toEqual([
      'stage.canceled one: interrupted',
      'stage.canceled two: interrupted',
      'stage.started one',
    ]);
  });

  test.each([
    [
      'no units',
      'services:\n  web: { image: "busybox:1.36", command: [sleep, infinity], stage: two }',
      'it has no units',
    ],
    [
      'only units that are skipped',
      'services:\n  web: { image: "busybox:1.36", command: [sleep, infinity], stage: two }\n  off: { image: x, stage: one, skip: true }',
      '"skip" is set on all of its units',
    ],
  ])('with %s is that it is skipped, and why', async (_, text, reason) => {
    await using fake = await startFakeEngine();
    const { events } = await playToEnd(engineOf(fake), await planOf(`stages: [one, two]\n${text}`));
    expect(stageEvents(events)[0]).toBe(`stage.skipped one: ${reason}`);
  });
});
