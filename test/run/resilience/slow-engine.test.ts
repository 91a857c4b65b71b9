import { expect, test } from 'vitest';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { playDown } from '../support/down-play.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { containerOf, lasting, requestsOf } from '../support/stack.ts';
import { engineOf, planOf, play, playToEnd } from '../support/stage-play.ts';

/** Longest that a test may take, ms. */
const bound = 60_000;

/** Ten seconds for each answer, as the run's clock sees it. */
const speed = 100;
const slow = { match: /./, effect: { kind: 'delay', ms: 10_000 / speed }, times: 10_000 } as const;
const clock = hurriedClock(speed);

const stack = `
services:
  db: ${lasting('ready: { exec: ["true"] }, ready_timeout: 10m')}
  web: ${lasting('depends_on: { db: { condition: service_healthy } }')}
`;

test(
  'an engine that takes 10 s for each answer brings a stack up, and down',
  async () => {
    await using fake = await startFakeEngine();
    fake.inject(slow);
    const { outcome, events } = await playToEnd(engineOf(fake), await planOf(stack), { clock });
    expect(outcome).toEqual({ kind: 'ready', changed: true });
    expect(events.filter(({ type }) => type === 'warning')).toEqual([]);
    const { done, events: told } = playDown(engineOf(fake), clock);
    expect(await done).toEqual({ kind: 'stopped', wasReady: true, complete: true });
    expect(told.filter(({ type }) => type === 'warning')).toEqual([]);
  },
  bound,
);

test(
  'an interrupt stops what was started, however slow the engine is',
  async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`services: { db: ${lasting('ready: { exec: ["false"] }, ready_timeout: 1h')} }`);
    const { run, saw } = play(engineOf(fake), plan, { clock });
    await saw('unit.probing', 'db');
    fake.inject(slow);
    run.send({ type: 'stop' });
    expect(await run.done).toEqual({ kind: 'stopped', wasReady: false, complete: true });
    expect(containerOf(fake, 'db').running).toBe(false);
  },
  bound,
);

test(
  'a second interrupt does not wait for a start that the engine hangs on',
  async () => {
    await using fake = await startFakeEngine();
    fake.inject({ match: /POST .*\/start$/, effect: { kind: 'hang' } });
    const { run } = play(engineOf(fake), await planOf(`services: { db: ${lasting()} }`));
    await expect.poll(() => requestsOf(fake, /POST .*\/start$/)).toHaveLength(1);
    run.send({ type: 'stop' });
    run.send({ type: 'kill' });
    expect(await run.done).toMatchObject({ kind: 'stopped', wasReady: false });
  },
  bound,
);

test(
  'a start that the engine never answers fails its unit',
  async () => {
    await using fake = await startFakeEngine();
    fake.inject({ match: /POST .*\/start$/, effect: { kind: 'hang' } });
    const plan = await planOf(`services: { db: ${lasting()} }`);
    const { outcome } = await playToEnd(engineOf(fake), plan, { clock: hurriedClock(200) });
    expect(outcome).toMatchObject({
      kind: 'failed',
      failures: [{ failure: { code: 'engine-lost', message: expect.stringContaining('no answer in time') } }],
    });
  },
  bound,
);

test(
  'an interrupt ends, with a word on what is left, where the engine never answers',
  async () => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`services: { db: ${lasting('ready: { exec: ["false"] }, ready_timeout: 10h')} }`);
    const { run, saw, events } = play(engineOf(fake), plan, { clock: hurriedClock(200) });
    await saw('unit.probing', 'db');
    fake.inject({ match: /./, effect: { kind: 'hang' }, times: 10_000 });
    run.send({ type: 'stop' });
    expect(await run.done).toEqual({ kind: 'stopped', wasReady: false, complete: false });
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'warning',
        message: expect.stringContaining('what was started could not be stopped'),
        hint: expect.stringContaining('devstack down'),
      }),
    );
  },
  bound,
);
