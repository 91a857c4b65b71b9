import type { Clock } from '../../../src/core/clock.ts';
import { systemClock } from '../../../src/run/system-clock.ts';

/** Longest that the clock may be unwatched, ms of the world: more than that was the machine's halt, and is no time. */
const longest = 20;

/** A clock that goes `speed` times as fast as the world, so that an answer after 0.2 s came after 10 s at 50. */
export function hurriedClock(speed: number): Clock {
  let seen = performance.now();
  let time = systemClock.now();
  const goOn = (): number => {
    const at = performance.now();
    time += Math.min(at - seen, longest) * speed;
    seen = at;
    return time;
  };
  return {
    now: () => Math.round(goOn()),
    monotonic: goOn,
    async sleep(ms, signal) {
      const due = goOn() + ms;
      for (let left = ms; left > 0; left = due - goOn()) {
        await systemClock.sleep(Math.min(left / speed, longest / 2), signal);
      }
      signal.throwIfAborted();
    },
  };
}
