import { DevstackError } from '../../core/failure.ts';
import { sleep } from '../sleep.ts';
import { refusalOf } from './translate.ts';

/** Pauses between attempts, in ms: about three seconds in all. */
const pauses = [50, 100, 200, 400, 800, 1_600];

/** Repeats a removal while the engine says that the thing is in use: a container's end is noted a moment after it. */
export async function retryWhileInUse(attempt: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  for (const pause of pauses) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (!isInUse(error)) throw error;
      await sleep(pause, signal);
    }
  }
  await attempt();
}

/** Whether the engine refused to remove a thing for what still uses it. */
export function isInUse(error: unknown): boolean {
  const refusal = error instanceof DevstackError ? refusalOf(error.cause) : undefined;
  return refusal !== undefined && /active endpoints|in use|being used/i.test(refusal.message);
}
