import type { Clock } from '../../core/clock.ts';
import { formatDuration } from '../../core/duration.ts';
import { testText } from '../../core/test-text.ts';
import type { Engine, ExecResult } from '../../engine/engine.ts';
import type { HealthTest } from '../../manifest/readiness-model.ts';
import type { Limiter } from '../limiter.ts';
import { type Ask, isReady, notReady } from './ask.ts';
import { inTime } from './in-time.ts';

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
  readonly result: Promise<ExecResult>;
  /** false while it waits for others */
  begun: boolean;
}

/**
 * Ready when a command in the container exits with 0. An exec can not be cancelled: one that is out of time goes on,
 * so the next waits for it, and at most one per unit is ever under way.
 */
export function execProbe(bench: Bench, test: HealthTest): Ask {
  let underWay: Execution | undefined;
  return async ({ timeout }, signal) => {
    underWay ??= execute(bench, test, timeout, signal);
    const execution = underWay;
    try {
      const end = await inTime(execution.result, timeout, bench.clock, signal);
      if (end === 'late') return notReady(execution.begun ? stillRuns(timeout) : 'waits until other tests are through');
      underWay = undefined;
      return end.exitCode === 0 ? isReady : notReady(testText(end.exitCode, end.output));
    } catch (error) {
      underWay = undefined;
      signal.throwIfAborted();
      return notReady(error instanceof Error ? error.message : String(error));
    }
  };
}

/** Holds the unit's turn until the command has ended, the room of the run only while it is in time: it may hang for ever. */
function execute(bench: Bench, test: HealthTest, timeout: number, signal: AbortSignal): Execution {
  const { engine, handle, clock, limiter, turn } = bench;
  const execution: Execution = {
    begun: false,
    result: turn.run('probe', signal, async () => {
      const exec = await limiter.run('probe', signal, async () => {
        execution.begun = true;
        const started = engine.exec(handle, test, signal);
        await inTime(started, timeout, clock, signal);
        return { started };
      });
      return await exec.started;
    }),
  };
  return execution;
}

const stillRuns = (timeout: number): string => `the test still runs after ${formatDuration(timeout)}`;
