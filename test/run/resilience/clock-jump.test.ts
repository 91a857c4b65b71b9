import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/run/system-clock.ts';
import { type FakeEngine, startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { leapClock } from '../support/leap-clock.ts';
import { lasting } from '../support/stack.ts';
import { engineOf, planOf, play } from '../support/stage-play.ts';

/** Longest that a test may take, ms. */
const bound = 60_000;
const hour = 3_600_000;

afterEach(() => void vi.restoreAllMocks());

/** Sets the wall clock of the machine. */
function jump(by: number): void {
  const now = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => now() + by);
}

const jumps = [
  ['forward', hour],
  ['back', -hour],
] as const;

test.each(jumps)(
  'a wall clock that jumps an hour %s during a wait changes neither the wait nor what is told of it',
  async (_, by) => {
    let isUp = false;
    const check = { exec: () => ({ exitCode: isUp ? 0 : 1, output: '' }) };
    await using fake: FakeEngine = await startFakeEngine({ behaviours: { db: check } });
    const { run, saw, events } = play(
      engineOf(fake),
      await planOf(`
services: { db: ${lasting('ready: { exec: [check] }, ready_timeout: 30s')} }
`),
    );
    await saw('unit.probe', 'db');
    const attempts = events.length;
    jump(by);
    await expect.poll(() => events.length).toBeGreaterThan(attempts + 1);
    isUp = true;
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
    const ready = events.find((event) => event.type === 'unit.ready');
    const took = ready === undefined ? undefined : ready.at - ready.startedAt;
    expect(took).toBeGreaterThanOrEqual(0);
    expect(took).toBeLessThan(bound);
    const { startedAt = 0, settledAt = 0 } = run.view.timelineOf(ready?.instance ?? ('' as never));
    expect(settledAt - startedAt).toBeLessThan(bound);
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((one, other) => one - other));
  },
  bound,
);

test.each(jumps)(
  'a job whose wall clock jumps an hour %s has its time all the same',
  async (_, by) => {
    await using fake = await startFakeEngine();
    const { run, saw, events } = play(
      engineOf(fake),
      await planOf(`
jobs: { seed: { image: "busybox:1.36", command: [sh, -c, "sleep 0.4"], timeout: 20s } }
`),
    );
    await saw('unit.running', 'seed');
    jump(by);
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
    const done = events.find((event) => event.type === 'unit.completed');
    expect(done?.durationMs).toBeGreaterThan(300);
    expect(done?.durationMs).toBeLessThan(bound);
  },
  bound,
);

test(
  'a service that never gets ready is given up after its own time, though the clock went back',
  async () => {
    await using fake = await startFakeEngine();
    const clock = leapClock();
    const text = `services: { db: ${lasting('ready: { exec: ["false"] }, ready_timeout: 30s')} }`;
    const { run, saw } = play(engineOf(fake), await planOf(text), { clock });
    await saw('unit.probe', 'db');
    jump(-hour);
    clock.leap(30_000);
    expect(await run.done).toMatchObject({ kind: 'failed', failures: [{ failure: { code: 'not-ready' } }] });
  },
  bound,
);

test.each(jumps)('the time of a run goes on evenly when the clock jumps %s', (_, by) => {
  const before = systemClock.now();
  jump(by);
  const after = systemClock.now();
  expect(after).toBeGreaterThanOrEqual(before);
  expect(after - before).toBeLessThan(hour);
});
