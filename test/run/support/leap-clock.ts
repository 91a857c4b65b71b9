import type { Clock } from '../../../src/core/clock.ts';
import { systemClock } from '../../../src/run/system-clock.ts';

/** A clock that goes with the world until the test sets it forward: whoever sleeps until a time before that wakes up. */
export interface LeapClock extends Clock {
  /** ms */
  leap(by: number): void;
}

export function leapClock(): LeapClock {
  let ahead = 0;
  const looks = new Set<() => void>();
  const monotonic = (): number => systemClock.monotonic() + ahead;
  return {
    now: () => systemClock.now() + ahead,
    monotonic,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      const due = monotonic() + ms;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      let timer: NodeJS.Timeout | undefined;
      const look = (): void => {
        clearTimeout(timer);
        const left = due - monotonic();
        if (left > 0) timer = setTimeout(look, left);
        else resolve();
      };
      const onAbort = (): void => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      looks.add(look);
      look();
      try {
        await promise;
      } finally {
        clearTimeout(timer);
        looks.delete(look);
        signal.removeEventListener('abort', onAbort);
      }
    },
    leap(by) {
      ahead += by;
      for (const look of looks) look();
    },
  };
}
