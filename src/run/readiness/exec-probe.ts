import type { Clock } from '../../core/clock.ts';
import { formatDuration } from '../../core/duration.ts';
import { testText } from '../../core/test-text.ts';
import type { Engine, ExecResult } from '../../engine/engine.ts';
import type { HealthTest } from '../../manifest/readiness-model.ts';
import type { Limiter } from '../limiter.ts';
import { type Ask, isReady, notReady } from './ask.ts';
import { inTime } from './in-time.ts';

/** How long a command may take until it makes room for others, ms. */
const quick = 1000;

/** Where an exec probe runs, and what it has to wait for. */
export interface Bench {
  readonly engine: Engine;
  readonly handle: string;
  readonly clock: Clock;
  /** of the whole run: each exec costs the machine something */
  readonly limiter: Limiter;
  /** of the unit, for one at a time */
  readonly turn: Limiter;
}

/** An exec that was asked for. */
interface Execution {
  readonly result: Promise<ExecResult & { readonly took: number }>;
  /** false while it waits for others */
  begun: boolean;
}

/**
 * Ready when a command in the container exits with 0. An exec can not be cancelled: one that is out of time goes on,
 * so the next waits for it, and at most one per unit is ever under way. What took longer than `limit` (ms) does not count.
 */
export function execProbe(bench: Bench, test: HealthTest, limit: number = Number.POSITIVE_INFINITY): Ask {
  let underWay: Execution | undefined;
  return async ({ timeout }, signal) => {
    underWay ??= execute(bench, test, timeout, signal);
    const execution = underWay;
    try {
      const end = await inTime(execution.result, timeout, bench.clock, signal);
      if (end === 'late') return notReady(execution.begun ? stillRuns(timeout) : 'waits until other tests are through');
      underWay = undefined;
      if (end.took > limit) return notReady(tookLonger(end.took, limit));
      return end.exitCode === 0 ? isReady : notReady(testText(end.exitCode, end.output));
    } catch (error) {
      underWay = undefined;
      signal.throwIfAborted();
      return notReady(error instanceof Error ? error.message : String(error));
    }
  };
}

/** Holds the unit's turn until the command has ended, the room of the run only while it has to: it may hang for ever. */
function execute(bench: Bench, test: HealthTest, timeout: number, signal: AbortSignal): Execution {
  const { engine, handle, limiter, turn, clock } = bench;
  const execution: Execution = {
    begun: false,
    result: turn.run('probe', signal, async () => {
      const exec = await limiter.run('probe', signal, async () => {
        execution.begun = true;
        const began = clock.monotonic();
        const started = engine.exec(handle, test, signal);
        await untilAside(bench, started, timeout, signal);
        return { began, started };
      });
      const end = await exec.started;
      return { ...end, took: clock.monotonic() - exec.began };
    }),
  };
  return execution;
}

/** Resolves when an exec has ended, is out of time, or has a place among those that take long. */
async function untilAside(
  { limiter, clock }: Bench,
  started: Promise<ExecResult>,
  timeout: number,
  signal: AbortSignal,
): Promise<void> {
  const end = await inTime(started, Math.min(timeout, quick), clock, signal);
  if (end !== 'late' || timeout <= quick) return;
  const over = inTime(started, timeout - quick, clock, signal);
  const { promise: isAside, resolve } = Promise.withResolvers<void>();
  const aside = limiter.run('long', signal, async () => {
    resolve();
    await over;
  });
  // Whoever asked is told how it ended.
  aside.catch(() => undefined);
  await Promise.race([over, isAside]);
}

const tookLonger = (took: number, limit: number): string =>
  `the test took ${formatDuration(took)}, and has a timeout of ${formatDuration(limit)}`;

const stillRuns = (timeout: number): string => `the test still runs after ${formatDuration(timeout)}`;
