import type { Clock } from '../../../src/core/clock.ts';

/** A clock that stands, until it is rung: then those that sleep no longer than so many ms wake up, by default all. */
export interface HandClock extends Clock {
  ring(longest?: number): void;
}

export function handClock(): HandClock {
  const sleepers = new Map<() => void, number>();
  return {
    now: () => 0,
    monotonic: () => 0,
    sleep(ms, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      sleepers.set(resolve, ms);
      return promise;
    },
    ring(longest = Number.POSITIVE_INFINITY) {
      for (const [wake, ms] of sleepers) {
        if (ms > longest) continue;
        wake();
        sleepers.delete(wake);
      }
    },
  };
}
