import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../src/core/clock.ts';

/** A clock that goes `speed` times as fast as the world, so that an answer after 0.2 s came after 10 s at 50. */
export const hurriedClock = (speed: number): Clock => ({
  now: () => Math.round(performance.timeOrigin + performance.now() * speed),
  monotonic: () => performance.now() * speed,
  async sleep(ms, signal) {
    try {
      await sleep(ms / speed, undefined, { signal });
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    }
  },
});
