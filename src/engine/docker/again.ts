import { setTimeout as sleep } from 'node:timers/promises';
import { DevstackError } from '../../core/failure.ts';
import { isRuntimeRefusal, knownRefusal } from './refusals.ts';
import { isLost, isOutOfTime, refusalOf, wasUnheard } from './translate.ts';

/**
 * Which calls are made once more: those that can not have reached the engine, as well those that do nothing twice when
 * they are repeated, those alone that it has answered with an error of its own, or none.
 */
export type Repeat = 'unheard' | 'safe' | 'stumbles' | 'never';

interface Limits {
  /** how long a lost engine is given to come back, ms: a restart with its containers takes that long at times */
  readonly patience: number;
  readonly firstPause: number;
  readonly longestPause: number;
  /** pauses before a call is repeated that the engine answered with an error of its own, ms */
  readonly stumbles: readonly number[];
}

const usual: Limits = { patience: 60_000, firstPause: 50, longestPause: 1_000, stumbles: [50, 200] };

/** Repeats a call while the engine is away or stumbles, as far as that is allowed. Throws what the last attempt did. */
export async function again<Answer>(
  repeat: Repeat,
  signal: AbortSignal,
  attempt: () => Promise<Answer>,
  limits: Limits = usual,
): Promise<Answer> {
  let lostAt: number | undefined;
  let pause = limits.firstPause;
  const stumbles = limits.stumbles.values();
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) throw error;
      const before = performance.now();
      switch (troubleOf(error, repeat)) {
        case 'none':
          throw error;
        case 'lost':
          lostAt ??= before;
          if (before - lostAt > limits.patience) throw error;
          break;
        case 'stumble': {
          const { value } = stumbles.next();
          if (value === undefined) throw error;
          pause = value;
        }
      }
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      // What was wrong says more than that the time is over.
      if (signal.aborted) throw isOutOfTime(signal) ? error : signal.reason;
      pause = Math.min(pause * 2, limits.longestPause);
    }
  }
}

/** What a failed call says of the engine, where that is something that may pass. */
function troubleOf(error: unknown, repeat: Repeat): 'lost' | 'stumble' | 'none' {
  if (repeat === 'never' || !(error instanceof DevstackError)) return 'none';
  if (wasUnheard(error)) return repeat === 'stumbles' ? 'none' : 'lost';
  if (repeat === 'unheard') return 'none';
  // Without a cause it is the deadline that has passed: the engine had its time.
  if (isLost(error)) return error.cause === undefined || repeat === 'stumbles' ? 'none' : 'lost';
  const refusal = refusalOf(error.cause);
  if (refusal === undefined || refusal.status < 500) return 'none';
  return knownRefusal(refusal.message) === undefined && !isRuntimeRefusal(refusal.message) ? 'stumble' : 'none';
}
