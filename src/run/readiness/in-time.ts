import type { Clock } from '../../core/clock.ts';

/**
 * What some work comes to, or `late` where it takes longer than `ms`; it is not ended then. Rejects as the work does, or
 * with the signal's reason.
 */
export async function inTime<Value>(
  work: Promise<Value>,
  ms: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<Value | 'late'> {
  const settled = new AbortController();
  const over = clock.sleep(ms, AbortSignal.any([signal, settled.signal])).then(() => 'late' as const);
  // The loser of the race must not end as an unhandled rejection.
  over.catch(() => undefined);
  try {
    return await Promise.race([work, over]);
  } finally {
    settled.abort();
  }
}
