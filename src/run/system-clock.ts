import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../core/clock.ts';

/**
 * The machine's own time. Its wall clock is read once, when the process begins, and goes on evenly from there: what is
 * told of a run is the time between two of its events, which must not be an hour off because someone set the clock.
 */
export const systemClock: Clock = {
  now: () => Math.round(performance.timeOrigin + performance.now()),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, { signal });
    } catch (error) {
      // Node rejects with an AbortError of its own; callers look for the reason that was given.
      throw signal.aborted ? signal.reason : error;
    }
  },
};
