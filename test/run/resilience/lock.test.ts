import { expect, test } from 'vitest';
import { dockerEngine } from '../../../src/engine/docker/docker-engine.ts';
import { usualPolicy } from '../../../src/run/up-policy.ts';
import { type FakeEngine, startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { ownProcess } from '../../support/test-host.ts';
import { playDown } from '../support/down-play.ts';
import { leapClock } from '../support/leap-clock.ts';
import { containerOf, lasting, requestsOf } from '../support/stack.ts';
import { engineOf, planOf, play, playToEnd } from '../support/stage-play.ts';

/** Longest that a test may take, ms. */
const bound = 60_000;
const stack = `services: { db: ${lasting()} }`;

/** Another run on this machine that has the project's lock; resolves to how it gives that back. */
async function lockedBy(fake: FakeEngine, process: typeof ownProcess, host = 'laptop'): Promise<() => Promise<void>> {
  const holder = { command: 'up', host, process, since: Date.now() };
  const lock = dockerEngine(fake.host).lock('play');
  await lock.acquire(holder, AbortSignal.timeout(bound));
  return () => lock.release(AbortSignal.timeout(bound));
}

test.each([
  ['died', { ...ownProcess, pid: 99 }],
  ['died, and whose number another process has now', { ...ownProcess, start: '7' }],
  ['died with its machine', { ...ownProcess, bootId: 'boot-0' }],
])(
  'the lock of a run that %s is taken over at once, without a word',
  async (_, process) => {
    await using fake = await startFakeEngine();
    await lockedBy(fake, process);
    const { outcome, events } = await playToEnd(engineOf(fake), await planOf(stack));
    expect(outcome).toEqual({ kind: 'ready', changed: true });
    expect(events.some(({ type }) => type === 'run.waiting')).toBe(false);
  },
  bound,
);

test(
  'a run that waits for another goes on when that dies and leaves its lock behind',
  async () => {
    await using fake = await startFakeEngine();
    const other = { ...ownProcess, pid: 99 };
    let lives = true;
    const host = {
      ...fake.host,
      isAlive: ({ pid }: typeof ownProcess) => pid === ownProcess.pid || (pid === other.pid && lives),
    };
    await lockedBy(fake, other);
    const { run, saw } = play(dockerEngine(host), await planOf(stack));
    expect(await saw('run.waiting')).toMatchObject({ holder: expect.stringContaining('process 99 on laptop') });
    lives = false;
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
  },
  bound,
);

test(
  'a run of another machine that is waited for is told with what takes the lock from it, should it be gone',
  async () => {
    await using fake = await startFakeEngine();
    const release = await lockedBy(fake, ownProcess, 'elsewhere');
    const { run, saw } = play(engineOf(fake), await planOf(stack));
    expect(await saw('run.waiting')).toMatchObject({
      holder: expect.stringContaining('on elsewhere'),
      remedy: 'docker rm -f play_devstack_lock',
    });
    await release();
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
  },
  bound,
);

test.each([
  ['this machine', 'laptop', 'wait for its end, or end it, and try again'],
  ['another machine', 'elsewhere', 'if it is there no more: docker rm -f play_devstack_lock'],
])(
  'a run of %s is waited for no longer than everything may take',
  async (_, host, hint) => {
    await using fake = await startFakeEngine();
    await lockedBy(fake, ownProcess, host);
    const { run } = play(engineOf(fake), await planOf(stack), { policy: { ...usualPolicy, waitTimeoutMs: 200 } });
    const message = expect.stringMatching(`process ${ownProcess.pid} on ${host}.* was not through within the 200ms`);
    await expect(run.done).rejects.toMatchObject({ failure: { code: 'locked', message, hint } });
    expect(fake.state.find('play-db-1')).toBeUndefined();
    expect(fake.state.find('play_devstack_lock')).toBeDefined();
  },
  bound,
);

test(
  'the wait for another run is part of the time that everything may take',
  async () => {
    await using fake = await startFakeEngine();
    const release = await lockedBy(fake, ownProcess);
    const clock = leapClock();
    const unready = `services: { db: ${lasting('ready: { log: never }')} }`;
    const policy = { ...usualPolicy, waitTimeoutMs: 60_000 };
    const { run, saw } = play(engineOf(fake), await planOf(unready), { clock, policy });
    await saw('run.waiting');
    clock.leap(50_000);
    await release();
    await saw('unit.probing', 'db');
    clock.leap(20_000);
    expect(await run.done).toMatchObject({ kind: 'failed', failures: [{ instance: 'db#1' }] });
  },
  bound,
);

test(
  'an interrupt ends the wait for a lock, and leaves it to whoever has it',
  async () => {
    await using fake = await startFakeEngine();
    await lockedBy(fake, ownProcess);
    const { run, saw } = play(engineOf(fake), await planOf(stack));
    await saw('run.waiting');
    run.send({ type: 'stop' });
    expect(await run.done).toMatchObject({ kind: 'stopped', wasReady: false });
    expect(fake.state.find('play_devstack_lock')).toBeDefined();
  },
  bound,
);

test(
  'so does one while the engine is listened to for the end of the other run',
  async () => {
    await using fake = await startFakeEngine();
    await lockedBy(fake, ownProcess);
    const { run } = play(engineOf(fake), await planOf(stack));
    const listens = () => requestsOf(fake, /GET .*\/events/).length;
    await expect.poll(listens, { interval: 5 }).toBeGreaterThan(0);
    run.send({ type: 'stop' });
    expect(await run.done).toMatchObject({ kind: 'stopped', wasReady: false });
  },
  bound,
);

test(
  'a teardown waits for a run that has made nothing yet, and looks at nothing before that is over',
  async () => {
    await using fake = await startFakeEngine();
    const release = await lockedBy(fake, ownProcess);
    const { done, events } = playDown(engineOf(fake));
    await expect.poll(() => events.map(({ type }) => type), { interval: 5 }).toContain('run.waiting');
    expect(requestsOf(fake, /GET .*\/networks/)).toEqual([]);
    await release();
    expect(await done).toEqual({ kind: 'stopped', wasReady: true, complete: true });
    expect(requestsOf(fake, /GET .*\/networks/)).not.toEqual([]);
    expect(fake.state.find('play_devstack_lock')).toBeUndefined();
  },
  bound,
);

test(
  'a run does not wait for itself when the engine could not say that it has the lock',
  async () => {
    await using fake = await startFakeEngine();
    const fault = fake.inject({ match: 'create?name=play_devstack_lock', effect: { kind: 'lose-answer' }, times: 2 });
    const { outcome } = await playToEnd(engineOf(fake), await planOf(stack));
    expect(outcome).toEqual({ kind: 'ready', changed: true });
    expect(fault.left).toBe(0);
    expect(fake.state.find('play_devstack_lock')).toBeUndefined();
  },
  bound,
);

test(
  'an engine that goes away while a lock is waited for does not end the wait',
  async () => {
    await using fake = await startFakeEngine();
    const first = play(
      engineOf(fake),
      await planOf(`jobs: { slow: { image: "busybox:1.36", command: [sleep, infinity] } }`),
    );
    await first.saw('unit.running', 'slow');
    const second = play(engineOf(fake), await planOf(stack));
    await second.saw('run.waiting');
    await fake.goAway();
    await fake.comeBack();
    containerOf(fake, 'slow').end(0);
    expect(await first.run.done).toMatchObject({ kind: 'ready' });
    expect(await second.run.done).toMatchObject({ kind: 'ready' });
  },
  bound,
);

test(
  'a lock that can not be given back is told, and the run counts as what it came to',
  async () => {
    await using fake = await startFakeEngine();
    const { run, saw, events } = play(engineOf(fake), await planOf(stack));
    await saw('unit.created', 'db');
    const lock = fake.state.find('play_devstack_lock')?.id;
    const effect = { kind: 'refuse', status: 500, message: 'oops' } as const;
    fake.inject({ match: `DELETE /containers/${lock}`, effect, times: 9 });
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'warning', message: expect.stringContaining('could not be given back: ') }),
    );
    expect(requestsOf(fake, new RegExp(`DELETE /containers/${lock}`)).length).toBeGreaterThan(1);
  },
  bound,
);
