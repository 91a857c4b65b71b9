import { expect, test } from 'vitest';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { leapClock } from '../support/leap-clock.ts';
import { containerOf, lasting } from '../support/stack.ts';
import { engineOf, planOf, play, playToEnd } from '../support/stage-play.ts';

/** Longest that a test may take, ms. */
const bound = 60_000;

const full = (what: string) => ({ kind: 'refuse', status: 500, message: `${what}: no space left on device` }) as const;
const hint = expect.stringMatching(/docker system df.*docker system prune/);
const message = expect.stringContaining('the disk of the engine is full');

test.each([
  ['a container is made', 'POST /containers/create?name=play-db', full('mkdir /var/lib/docker/overlay2/x')],
  ['a container is started', /POST .*\/start$/, full('failed to create shim task: OCI runtime create failed: mkdir x')],
  ['the network is made', 'POST /networks/create', full('failed to update store')],
])(
  'a full disk while %s is told once, in plain words, with what to do',
  async (_, match, effect) => {
    await using fake = await startFakeEngine();
    fake.inject({ match, effect });
    const { run } = play(engineOf(fake), await planOf(`services: { db: ${lasting()} }`));
    const failure = await run.done.then(
      (outcome) => (outcome.kind === 'failed' ? outcome.failures[0]?.failure : undefined),
      (error: unknown) => (error as { failure: unknown }).failure,
    );
    expect(failure).toMatchObject({ code: 'engine-refused', message, hint });
  },
  bound,
);

test(
  'a full disk in the middle of a pull is a failed pull',
  async () => {
    await using fake = await startFakeEngine();
    fake.inject({ match: 'POST /images/create?fromImage', effect: full('failed to register layer: write /bin/x') });
    const plan = await planOf('services: { db: { image: "acme/db:1" } }');
    const { outcome } = await playToEnd(engineOf(fake), plan);
    expect(outcome).toMatchObject({
      kind: 'failed',
      failures: [{ failure: { code: 'image-pull', message, hint } }],
    });
  },
  bound,
);

test(
  'a full disk that lets no probe run is what the unit is told to wait for',
  async () => {
    await using fake = await startFakeEngine();
    fake.inject({ match: /POST .*\/exec$/, effect: full('write /run/containerd/x'), times: 1_000 });
    const ready = 'ready: { exec: ["true"] }, ready_timeout: 30s';
    const plan = await planOf(`services: { db: ${lasting(ready)} }`);
    const clock = leapClock();
    const { run, saw } = play(engineOf(fake), plan, { clock });
    expect(await saw('unit.probe', 'db')).toMatchObject({ error: message });
    clock.leap(30_000);
    expect(await run.done).toMatchObject({ kind: 'failed', failures: [{ failure: { code: 'not-ready' } }] });
  },
  bound,
);

test(
  'a full disk that lets nothing be remembered does not fail a stack that is ready',
  async () => {
    await using fake = await startFakeEngine();
    fake.inject({ match: /PUT .*memory\/archive/, effect: full('write /memory/key.json'), times: 1_000 });
    const { outcome, events } = await playToEnd(
      engineOf(fake),
      await planOf(`services: { db: ${lasting('ready: { exec: ["true"] }')} }`),
    );
    expect(outcome).toEqual({ kind: 'ready', changed: true });
    expect(events).toContainEqual(expect.objectContaining({ type: 'warning', message }));
    expect(containerOf(fake, 'db').running).toBe(true);
  },
  bound,
);

test(
  'a full disk after a job has completed holds nothing up, and the next run finds the end of the job all the same',
  async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`
services: { web: ${lasting('depends_on: [migrate]')} }
jobs: { migrate: { image: "busybox:1.36", command: [sh, -c, "echo moved; sleep infinity"] } }
`);
    const { run, saw, events } = play(engineOf(fake), plan);
    await saw('unit.running', 'migrate');
    fake.inject({ match: /PUT .*memory\/archive/, effect: full('write /memory/jobs.json'), times: 1_000 });
    containerOf(fake, 'migrate').end(0);
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
    const told = expect.stringMatching(
      /that job "migrate" has completed could not be remembered: .*disk of the engine/,
    );
    expect(events).toContainEqual(expect.objectContaining({ type: 'warning', message: told }));
    fake.heal();
    const again = await playToEnd(engineOf(fake), plan);
    expect(again.outcome).toMatchObject({ kind: 'ready' });
    expect(again.order('unit.starting')).not.toContain('migrate');
    expect(containerOf(fake, 'migrate').logs).toHaveLength(1);
  },
  bound,
);
