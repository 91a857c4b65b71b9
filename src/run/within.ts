import type { Clock } from '../core/clock.ts';

/** Why nobody waits any more for a time to be over. */
const inTime = new Error('it was in time');

/** Does something whose signal aborts after `ms`, as that of `AbortSignal.timeout` does, by the run's own clock. */
export async function within<Value>(
  clock: Clock,
  ms: number,
  task: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const over = new AbortController();
  const through = new AbortController();
  clock.sleep(ms, through.signal).then(
    () => over.abort(new DOMException('its time is over', 'TimeoutError')),
    () => undefined,
  );
  try {
    return await task(over.signal);
  } finally {
    // Without a reason of ours one is made, with the stack that nobody looks at: a start would wait for that each time.
    through.abort(inTime);
  }
}
