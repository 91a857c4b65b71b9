import type { Clock } from '../../../src/core/clock.ts';

/** A clock that stands, until it is rung: then all that sleep wake up. */
export interface HandClock extends Clock {
  ring(): void;
}

export function handClock(): HandClock {
  const sleepers = new Set<() => void>();
  return {
    now: () => 0,
    monotonic: () => 0,
    sleep(_, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      sleepers.add(resolve);
      return promise;
    },
    ring() {
      for (const wake of sleepers) wake();
      sleepers.clear();
    },
  };
}
