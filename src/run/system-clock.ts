import type { Clock } from '../core/clock.ts';

/**
 * The machine's own time. Its wall clock is read once, when the process begins, and goes on evenly from there: what is
 * told of a run is the time between two of its events, which must not be an hour off because someone set the clock.
 */
export const systemClock: Clock = {
  now: () => Math.round(performance.timeOrigin + performance.now()),
  monotonic: () => performance.now(),
  // By hand: Node's own rejects with an AbortError, which takes long to make and has to be taken apart again.
  sleep(ms, signal) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (signal.aborted) {
      reject(signal.reason);
      return promise;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
    return promise;
  },
};
