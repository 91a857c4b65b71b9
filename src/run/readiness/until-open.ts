import type { Clock } from '../../core/clock.ts';
import type { Target } from './ask.ts';
import { cadence } from './cadence.ts';
import type { Crowd } from './crowd.ts';
import { connectOnce } from './tcp-probe.ts';

/** How often a port is tried at first, ms: a connection costs a hundredth of a command in a container. */
const eager = 25;

/** How often it is tried at least, where few are waited for, ms: what took long to open is not to be waited for once more. */
const slowest = 200;

/** How long one connection may take, ms. */
const connectTimeout = 1000;

/** Waits until a port takes connections, with no end but the signal's; rejects with its reason. */
export async function untilOpen(target: Target, clock: Clock, crowd: Crowd, signal: AbortSignal): Promise<void> {
  const began = clock.monotonic();
  for (;;) {
    const answer = await connectOnce(target, connectTimeout, signal);
    signal.throwIfAborted();
    if (answer.ready) return;
    const elapsed = clock.monotonic() - began;
    const pause = Math.min(cadence(elapsed, undefined, eager), slowest);
    await clock.sleep(Math.max(pause, crowd.pause(elapsed)), signal);
  }
}
