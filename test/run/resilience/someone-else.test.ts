import { expect, test } from 'vitest';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { containerOf, lasting, requestsOf } from '../support/stack.ts';
import { engineOf, planOf, play, playToEnd } from '../support/stage-play.ts';

/** Longest that a test may take, ms. */
const bound = 60_000;

const never = 'ready: { exec: ["false"] }';
const keptAndChanged = (value: string): string => `
services: { db: ${lasting('ready: { exec: ["true"] }')}, web: ${lasting(`environment: { V: ${value} }`)} }
`;
const waiting = `
services:
  db: ${lasting(never)}
  web: ${lasting('depends_on: { db: { condition: service_healthy } }')}
`;

test(
  'the removal of a service that others wait for ends their wait, and is told as the cause',
  async () => {
    await using fake = await startFakeEngine();
    const { run, saw, order } = play(engineOf(fake), await planOf(waiting));
    await saw('unit.probe', 'db');
    fake.state.remove(containerOf(fake, 'db'));
    expect(await run.done).toMatchObject({
      kind: 'failed',
      failures: [{ instance: 'db#1', failure: { code: 'removed', hint: expect.stringContaining('devstack up') } }],
    });
    expect(order('unit.canceled')).toEqual(['web']);
  },
  bound,
);

test.each([
  ['stopped', 'TERM', 143, 'it was told to stop (SIGTERM), by someone else'],
  ['killed', 'KILL', 137, 'SIGKILL'],
] as const)(
  'a service that others wait for and that is %s is told with its exit code and what that means',
  async (_, signal, exitCode, means) => {
    await using fake = await startFakeEngine();
    const { run, saw, order } = play(engineOf(fake), await planOf(waiting));
    await saw('unit.probe', 'db');
    containerOf(fake, 'db').signal(signal, true);
    expect(await run.done).toMatchObject({
      kind: 'failed',
      failures: [{ failure: { code: 'exited', evidence: { exitCode }, hint: expect.stringContaining(means) } }],
    });
    expect(order('unit.canceled')).toEqual(['web']);
  },
  bound,
);

test(
  'a ready service that is stopped in an attached run is told, and the others run on',
  async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`services: { db: ${lasting()}, web: ${lasting()} }`);
    const { run, saw } = play(engineOf(fake), plan, { stay: 'while-running' });
    await saw('run.ready');
    containerOf(fake, 'db').signal('TERM', true);
    expect(await saw('unit.stopped', 'db')).toMatchObject({ reason: 'somebody else stopped it', exitCode: 143 });
    expect(containerOf(fake, 'web').running).toBe(true);
    run.send({ type: 'detach' });
    await run.done;
  },
  bound,
);

test(
  'a container that is removed before it is started fails its unit in plain words',
  async () => {
    await using fake = await startFakeEngine();
    const gone = Promise.withResolvers<void>();
    fake.inject({ match: /POST .*\/start$/, effect: { kind: 'hold', until: gone.promise } });
    const { run } = play(engineOf(fake), await planOf(`services: { db: ${lasting()} }`));
    await expect.poll(() => requestsOf(fake, /POST .*\/start$/).length).toBe(1);
    fake.state.remove(containerOf(fake, 'db'));
    gone.resolve();
    expect(await run.done).toMatchObject({ kind: 'failed', failures: [{ failure: { code: 'removed' } }] });
  },
  bound,
);

test(
  'the removal of a job that runs is told as such, not as an exit of its own',
  async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`jobs: { seed: ${lasting()} }\nservices: { web: ${lasting('depends_on: [seed]')} }`);
    const { run, saw, order } = play(engineOf(fake), plan);
    await saw('unit.running', 'seed');
    fake.state.remove(containerOf(fake, 'seed'));
    expect(await run.done).toMatchObject({
      kind: 'failed',
      failures: [{ failure: { code: 'removed', message: expect.stringContaining('job "seed" was removed') } }],
    });
    expect(order('unit.canceled')).toEqual(['web']);
  },
  bound,
);

test.each([
  ['ends', 'exited'],
  ['is removed', 'removed'],
] as const)(
  'a kept service that %s between two looks is not told as ready',
  async (how, code) => {
    await using fake = await startFakeEngine();
    const engine = engineOf(fake);
    await playToEnd(engine, await planOf(keptAndChanged('a')));
    const before = fake.requests.length;
    // Held up until the look at the stack is over, and the watch on it has not begun.
    const harmed = Promise.withResolvers<void>();
    fake.inject({ match: 'GET /events', effect: { kind: 'hold', until: harmed.promise } });
    const { run, order } = play(engine, await planOf(keptAndChanged('b')));
    const isWatched = () => fake.requests.slice(before).some(({ path }) => path === '/events');
    await expect.poll(isWatched).toBe(true);
    const db = containerOf(fake, 'db');
    if (how === 'ends') db.signal('KILL', true);
    else fake.state.remove(db);
    harmed.resolve();
    expect(await run.done).toMatchObject({ kind: 'failed', failures: [{ instance: 'db#1', failure: { code } }] });
    expect(order('unit.ready')).not.toContain('db');
  },
  bound,
);

test(
  'a kept service that ends while the engine still says that it runs is not told as ready',
  async () => {
    await using fake = await startFakeEngine();
    const engine = engineOf(fake);
    await playToEnd(engine, await planOf(keptAndChanged('a')));
    const { run, saw, order } = play(engine, await planOf(keptAndChanged('b')));
    await saw('run.planned');
    const db = containerOf(fake, 'db');
    const ended = Promise.withResolvers<void>();
    const effect = { kind: 'late-answer', until: ended.promise } as const;
    const fault = fake.inject({ match: `GET /containers/${db.id}/json`, effect });
    await expect.poll(() => fault.left).toBe(0);
    db.signal('KILL', true);
    await saw('unit.failed', 'db');
    ended.resolve();
    expect(await run.done).toMatchObject({ kind: 'failed', failures: [{ failure: { code: 'exited' } }] });
    expect(order('unit.ready')).not.toContain('db');
  },
  bound,
);

test(
  'a service that a new plan replaces in the middle of a run is not told as ended by someone',
  async () => {
    await using fake = await startFakeEngine();
    const text = (value: string) => `services: { db: ${lasting(`environment: { V: ${value} }`)}, web: ${lasting()} }`;
    const { run, saw, order } = play(engineOf(fake), await planOf(text('a')), { stay: 'until-left' });
    await saw('run.ready');
    fake.inject({ match: 'DELETE /containers', effect: { kind: 'delay', ms: 200 } });
    const plan = await planOf(text('b'));
    await run.replan(plan, new Set(plan.units.keys()));
    await expect.poll(() => order('unit.ready').filter((unit) => unit === 'db')).toHaveLength(2);
    expect(order('unit.failed')).toEqual([]);
    run.send({ type: 'detach' });
    await run.done;
  },
  bound,
);
