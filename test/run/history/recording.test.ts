import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../src/core/run-record.ts';
import { down } from '../../../src/run/down.ts';
import { historyIn } from '../../../src/run/history/stored-history.ts';
import { stop } from '../../../src/run/stop.ts';
import { systemClock } from '../../../src/run/system-clock.ts';
import { type FakeEngine, startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { ownProcess } from '../../support/test-host.ts';
import { requestsOf } from '../support/stack.ts';
import { engineOf, planOf, play, playToEnd } from '../support/stage-play.ts';

const secret = 'tok3n-sup3r-s3cret';
const service = (rest: string) => `{ image: "busybox:1.36", command: [sleep, infinity], ${rest} }`;
const seed = (exit: number) => `
  seed:
    image: busybox:1.36
    command: [sh, -c, 'echo {"TOKEN":{"value":"${secret}","sensitive":true}} > /devstack-output/outputs.json; echo got ${secret}; exit ${exit}']
    stage: work`;
const stack = (exit = 0, extra = '') => `
stages: [data, none, work, app]
services:
  db: ${service('stage: data')}
  api: ${service(`stage: app, depends_on: [seed], ${extra}`)}
jobs:${seed(exit)}
`;

/** What the project remembers of its runs, the newest first. */
async function runsOf(fake: FakeEngine): Promise<readonly RunRecord[]> {
  return historyIn(await engineOf(fake).memory('play').read(AbortSignal.timeout(10_000))).runs;
}

const common = { clock: systemClock, observer: () => undefined, project: 'play', hooksOf: () => undefined };
const holder = (command: string) => ({ command, host: 'laptop', process: ownProcess, since: Date.now() });
const writes = /^PUT .*archive/;

describe('a run that changes something is kept', () => {
  test('with its stages and units, what was done and why, and names of outputs alone', async () => {
    await using fake = await startFakeEngine();
    const asked = { units: ['api'], files: ['devstack.yaml'] };
    await playToEnd(engineOf(fake), await planOf(stack()), { asked, holder: holder('job run') });
    const [run, ...others] = await runsOf(fake);
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      command: 'job run',
      named: ['api'],
      files: ['devstack.yaml'],
      host: 'laptop',
      end: { outcome: 'ready', readyMs: expect.any(Number) },
      stages: [
        { name: 'data', status: 'done', durationMs: expect.any(Number) },
        { name: 'none', status: 'skipped', reason: 'it has no units' },
        { name: 'work', status: 'done' },
        { name: 'app', status: 'done' },
      ],
      units: [
        { instance: 'db#1', did: 'create', cause: 'no container yet', status: 'ready', createdMs: expect.any(Number) },
        { instance: 'seed#1', did: 'run', status: 'completed', exitCode: 0, outputs: ['TOKEN'] },
        { instance: 'api#1', stage: 3, did: 'create', status: 'ready', startedMs: expect.any(Number) },
      ],
    });
    expect(JSON.stringify(run)).not.toContain(secret);
  });

  test('with why its containers were made anew and its jobs were skipped', async () => {
    await using fake = await startFakeEngine();
    await playToEnd(engineOf(fake), await planOf(stack()));
    await playToEnd(engineOf(fake), await planOf(stack(0, 'environment: { FOO: "1" }')));
    const [run] = await runsOf(fake);
    expect(run?.units).toMatchObject([
      { instance: 'db#1', did: 'keep', cause: 'unchanged' },
      { instance: 'seed#1', did: 'skip', cause: 'nothing changed since it last ran', outputs: ['TOKEN'] },
      { instance: 'api#1', did: 'recreate', cause: 'environment (FOO) changed' },
    ]);
  });

  test('with the failure, the end of its log, and what was not started because of it', async () => {
    await using fake = await startFakeEngine();
    await playToEnd(engineOf(fake), await planOf(stack(3)));
    const [run] = await runsOf(fake);
    expect(run).toMatchObject({
      end: { outcome: 'failed' },
      stages: [{ status: 'done' }, { status: 'skipped' }, { status: 'error' }, { status: 'canceled' }],
      units: [
        { status: 'ready' },
        { status: 'failed', exitCode: 3, failure: { code: 'job-exit', message: 'job "seed" ended with exit code 3' } },
        { did: 'nothing', cause: 'seed failed', status: 'canceled' },
      ],
    });
    expect(run?.units[1]?.failure?.logs).toEqual([expect.stringContaining('got ')]);
  });

  test('with its beginning, so that one that is killed is known, and its end is missing', async () => {
    await using fake = await startFakeEngine();
    const manifest = `jobs:\n  slow: { image: "busybox:1.36", command: [sh, -c, "sleep 30"] }`;
    const { run, saw } = play(engineOf(fake), await planOf(manifest));
    await saw('unit.running', 'slow');
    await expect.poll(() => runsOf(fake)).toHaveLength(1);
    const [begun] = await runsOf(fake);
    expect(begun).not.toHaveProperty('end');
    expect(begun?.units).toMatchObject([{ instance: 'slow#1', did: 'run', cause: 'has not completed yet' }]);
    run.send({ type: 'stop' });
    await run.done;
    expect(await runsOf(fake)).toMatchObject([{ id: begun?.id, end: { outcome: 'interrupted' } }]);
  });

  test('with its beginning before anything starts', async () => {
    await using fake = await startFakeEngine();
    const { promise: seen, resolve: letStart } = Promise.withResolvers<void>();
    const starting = fake.inject({ match: /POST .*\/start/, effect: { kind: 'hold', until: seen } });
    const { run } = play(engineOf(fake), await planOf(stack()));
    await expect.poll(() => starting.left).toBe(0);
    expect(await runsOf(fake)).toMatchObject([{ units: [{ cause: 'no container yet' }, {}, {}] }]);
    letStart();
    await run.done;
  });

  test('at its end again, where it stayed with what was ready', async () => {
    await using fake = await startFakeEngine();
    const { run, saw } = play(engineOf(fake), await planOf(stack()), { stay: 'while-running' });
    await saw('run.ready');
    expect(await runsOf(fake)).toMatchObject([{ end: { outcome: 'ready' } }]);
    run.send({ type: 'stop' });
    await run.done;
    expect(await runsOf(fake)).toMatchObject([
      { end: { outcome: 'stopped' }, units: [{ status: 'stopped' }, { status: 'completed' }, { status: 'stopped' }] },
    ]);
  });
});

test('a run that finds everything as it was is not kept, and writes nothing', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(stack());
  await playToEnd(engineOf(fake), plan);
  const [before, kept] = [requestsOf(fake, writes).length, await runsOf(fake)];
  expect(await playToEnd(engineOf(fake), plan)).toMatchObject({ outcome: { kind: 'ready', changed: false } });
  expect(requestsOf(fake, writes)).toHaveLength(before);
  expect(await runsOf(fake)).toEqual(kept);
});

test('a run writes its history once when it begins, once when it ends', async () => {
  await using fake = await startFakeEngine();
  const writes = () => requestsOf(fake, /^PUT .*_devstack_memory\/archive/).length;
  const upWith = async (environment: string) =>
    await playToEnd(
      engineOf(fake),
      await planOf(`services:\n  db: ${service(`environment: { A: ${environment} }`)}\n`),
    );
  await upWith('first');
  const before = writes();
  expect(await upWith('second')).toMatchObject({ outcome: { kind: 'ready', changed: true } });
  expect(writes() - before).toBe(2);
});

describe('the end of a stack', () => {
  const end = { images: [], removeVolumes: false };

  test('is kept, of stop and of down', async () => {
    await using fake = await startFakeEngine();
    const engine = engineOf(fake);
    await playToEnd(engine, await planOf(stack()));
    await stop({ ...common, engine, holder: holder('stop'), units: new Set(['api']) }).done;
    await stop({ ...common, engine, holder: holder('stop'), units: new Set(['api']) }).done;
    await down({ ...common, ...end, engine, holder: holder('down') }).done;
    expect(await runsOf(fake)).toMatchObject([
      {
        command: 'down',
        end: { outcome: 'stopped' },
        units: expect.arrayContaining([
          expect.objectContaining({ instance: 'db#1', did: 'remove', status: 'removed' }),
          expect.objectContaining({ instance: 'seed#1', did: 'remove', status: 'removed' }),
        ]),
      },
      { command: 'stop', units: [{ instance: 'api#1', did: 'stop', status: 'stopped' }] },
      { command: 'up' },
    ]);
  });

  test('takes the history with it where the volumes go', async () => {
    await using fake = await startFakeEngine();
    const engine = engineOf(fake);
    await playToEnd(engine, await planOf(stack()));
    await down({ ...common, ...end, removeVolumes: true, engine, holder: holder('down') }).done;
    expect(await runsOf(fake)).toEqual([]);
    expect([...fake.state.volumes.keys()]).toEqual([]);
  });
});

test('a stop and a start of one command are one run', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const plan = await planOf(stack());
  await playToEnd(engine, plan);
  const restart = holder('restart');
  await stop({ ...common, engine, holder: restart, units: new Set(['api']) }).done;
  await playToEnd(engine, plan, { holder: restart });
  expect(await runsOf(fake)).toMatchObject([
    { command: 'restart', end: { outcome: 'ready' }, units: [{}, {}, { instance: 'api#1', did: 'start' }] },
    { command: 'up' },
  ]);
});

test('a run that could not do its work is kept with the reason', async () => {
  await using fake = await startFakeEngine();
  fake.inject({
    match: /^POST \/networks\/create/,
    effect: { kind: 'refuse', status: 500, message: 'no address left' },
    times: 10,
  });
  await expect(playToEnd(engineOf(fake), await planOf(stack()))).rejects.toThrow(/no address left/);
  expect(await runsOf(fake)).toMatchObject([
    { end: { outcome: 'failed', failure: { message: expect.stringContaining('no address left') } } },
  ]);
});
