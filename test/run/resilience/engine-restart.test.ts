import { expect, test } from 'vitest';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { containerOf, lasting, requestsOf } from '../support/stack.ts';
import { engineOf, planOf, play, playToEnd } from '../support/stage-play.ts';

/** Longest that a test may take, ms. */
const bound = 60_000;

const goneWithEngine = expect.stringContaining('the engine went away then');

const never = 'ready: { exec: ["false"] }';

test(
  'an engine that restarts while containers are made does not fail the run, and none is made twice',
  async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`services: { db: ${lasting()}, api: ${lasting('depends_on: [db]')}, web: ${lasting()} }`);
    fake.inject({ match: 'POST /containers/create?name=play-db', effect: { kind: 'delay', ms: 100 } });
    const { run, order } = play(engineOf(fake), plan);
    const asked = () => requestsOf(fake, /POST \/containers\/create/).length;
    await expect.poll(asked).toBeGreaterThan(1);
    await fake.goAway();
    await fake.comeBack();
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
    expect(order('unit.created').toSorted()).toEqual(['api', 'db', 'web']);
    const made = [...fake.state.containers.values()].filter(({ body }) => body.Labels?.['devstack.unit'] !== undefined);
    expect(made).toHaveLength(3);
  },
  bound,
);

test(
  'a start that the engine could not answer for is asked for again',
  async () => {
    await using fake = await startFakeEngine();
    fake.inject({ match: /POST .*\/start$/, effect: { kind: 'lose-answer' } });
    const { outcome } = await playToEnd(engineOf(fake), await planOf(`services: { db: ${lasting()} }`));
    expect(outcome).toEqual({ kind: 'ready', changed: true });
    expect(requestsOf(fake, /POST .*\/start$/)).toHaveLength(2);
  },
  bound,
);

test(
  'an engine that restarts while a service is probed is told, and the probes go on',
  async () => {
    let isUp = false;
    const check = { exec: () => ({ exitCode: isUp ? 0 : 1, output: '' }) };
    await using fake = await startFakeEngine({ behaviours: { db: check } });
    const plan = await planOf(`services: { db: ${lasting('ready: { exec: [check] }')} }`);
    const { run, saw } = play(engineOf(fake), plan);
    await saw('unit.probe', 'db');
    await fake.goAway();
    expect(await saw('warning')).toMatchObject({ message: expect.stringContaining('lost sight of the engine') });
    isUp = true;
    await fake.comeBack();
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
  },
  bound,
);

test(
  'a service that did not come back with its engine is told as ended, with its exit code',
  async () => {
    await using fake = await startFakeEngine();
    const { run, saw } = play(engineOf(fake), await planOf(`services: { db: ${lasting(never)} }`));
    await saw('unit.probe', 'db');
    await fake.goAway();
    containerOf(fake, 'db').signal('KILL', true);
    await fake.comeBack();
    expect(await run.done).toMatchObject({
      kind: 'failed',
      failures: [{ failure: { code: 'exited', evidence: { exitCode: 137 }, hint: goneWithEngine } }],
    });
  },
  bound,
);

test.each([
  ['goes on while the engine is away', false],
  ['ends while the engine is away', true],
])(
  'a job that %s is followed to its end',
  async (_, endsMeanwhile) => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`
jobs:
  seed: { image: "busybox:1.36", command: [sh, -c, "sleep ${endsMeanwhile ? 0.1 : 0.6}"] }
services:
  web: ${lasting('depends_on: [seed]')}
`);
    const { run, saw, order } = play(engineOf(fake), plan);
    await saw('unit.running', 'seed');
    await fake.goAway();
    if (endsMeanwhile) await expect.poll(() => containerOf(fake, 'seed').status).toBe('exited');
    await fake.comeBack();
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
    expect(order('unit.completed')).toEqual(['seed']);
  },
  bound,
);

test(
  'a job that did not come back with its engine is told as ended, with its exit code',
  async () => {
    await using fake = await startFakeEngine();
    const { run, saw } = play(engineOf(fake), await planOf(`jobs: { seed: ${lasting()} }`));
    await saw('unit.running', 'seed');
    await fake.goAway();
    containerOf(fake, 'seed').signal('KILL', true);
    await fake.comeBack();
    expect(await run.done).toMatchObject({
      kind: 'failed',
      failures: [{ failure: { code: 'job-exit', evidence: { exitCode: 137 }, hint: goneWithEngine } }],
    });
  },
  bound,
);

test(
  'an engine that goes away at the first look is waited for',
  async () => {
    await using fake = await startFakeEngine();
    fake.inject({ match: 'GET /containers/json', effect: { kind: 'cut' }, times: 4 });
    const { outcome } = await playToEnd(engineOf(fake), await planOf(`services: { db: ${lasting()} }`));
    expect(outcome).toEqual({ kind: 'ready', changed: true });
  },
  bound,
);

test(
  'an interrupt while the engine is away ends the run once it is back, with everything stopped',
  async () => {
    await using fake = await startFakeEngine();
    const { run, saw } = play(engineOf(fake), await planOf(`services: { db: ${lasting(never)} }`));
    await saw('unit.probe', 'db');
    await fake.goAway();
    run.send({ type: 'stop' });
    await saw('run.stopping');
    await fake.comeBack();
    expect(await run.done).toEqual({ kind: 'stopped', wasReady: false, complete: true });
    expect(containerOf(fake, 'db').running).toBe(false);
  },
  bound,
);

test(
  'a run whose engine does not come back ends when its services have had their time, and says what it could not do',
  async () => {
    await using fake = await startFakeEngine();
    const ready = 'ready: { exec: ["false"] }, ready_timeout: 20s';
    const plan = await planOf(`services: { db: ${lasting(ready)} }`);
    const { run, saw, events } = play(engineOf(fake), plan, { clock: hurriedClock(50) });
    await saw('unit.probe', 'db');
    await fake.goAway();
    expect(await run.done).toMatchObject({ kind: 'failed', failures: [{ failure: { code: 'not-ready' } }] });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'warning', message: expect.stringContaining('lock of the project could not') }),
    );
  },
  bound,
);
