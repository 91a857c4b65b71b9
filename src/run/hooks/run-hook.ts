import type { Clock } from '../../core/clock.ts';
import { within } from '../within.ts';

/** What a command of a hook comes to, or `late` where it takes longer than `ms`; it is waited for no more then. */
export async function runHook<Ended>(
  clock: Clock,
  ms: number,
  run: (signal: AbortSignal) => Promise<Ended>,
  signal: AbortSignal,
): Promise<Ended | 'late'> {
  const orLate = async (scope: AbortSignal): Promise<Ended | 'late'> => {
    try {
      return await run(scope);
    } catch (error) {
      if (scope.aborted && !signal.aborted) return 'late';
      throw error;
    }
  };
  return await within(clock, ms, orLate, signal);
}
