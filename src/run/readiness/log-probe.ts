import { stripVTControlCharacters } from 'node:util';
import type { Clock } from '../../core/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import { type Ask, isReady, notReady } from './ask.ts';
import { inTime } from './in-time.ts';

/** A container whose log is read. */
interface Logged {
  readonly engine: Engine;
  readonly handle: string;
  readonly clock: Clock;
  /** when its start before this one ended, ms since the epoch; 0 where this is the first */
  readonly endedAt: number;
}

/**
 * Ready when a line of the unit's log matches that was written since its present start: what an earlier start was
 * ready for says nothing of this one. Reads until `signal`.
 */
export function logProbe(logged: Logged, pattern: string, signal: AbortSignal): Ask {
  const found = find(logged, new RegExp(pattern), signal);
  // Settled here too, so that an abort between two questions is not an unhandled rejection.
  found.catch(() => false);
  return async ({ timeout }, asked) => {
    const result = await inTime(found, timeout, logged.clock, asked);
    asked.throwIfAborted();
    if (result === true) return isReady;
    return notReady(`no log line matches /${pattern}/${result === 'late' ? '' : `, and the log has ended`}`);
  };
}

async function find({ engine, handle, endedAt }: Logged, pattern: RegExp, signal: AbortSignal): Promise<boolean> {
  for await (const { line, at } of engine.logs(handle, { follow: true }, signal)) {
    // Not by the present start, which the engine notes when the process may have written already.
    if (at <= endedAt) continue;
    // Colours are for the eye: who writes a pattern does not see them.
    if (pattern.test(line) || pattern.test(stripVTControlCharacters(line))) return true;
  }
  return false;
}
