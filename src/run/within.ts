import type { Clock } from '../core/clock.ts';

/** Why nobody waits any more for a time to be over. */
const inTime = new Error('it was in time');

/**
 * Does something whose signal aborts after `ms`, as that of `AbortSignal.timeout` does, by the run's own clock; and
 * where `ended` does, with its reason.
 */
export async function within<Value>(
  clock: Clock,
  ms: number,
  task: (signal: AbortSignal) => Promise<Value>,
  ended?: AbortSignal,
): Promise<Value> {
  const over = new AbortController();
  const through = new AbortController();
  clock.sleep(ms, through.signal).then(
    () => over.abort(new DOMException('its time is over', 'TimeoutError')),
    () => undefined,
  );
  const end = (): void => over.abort(ended?.reason);
  if (ended?.aborted) end();
  else ended?.addEventListener('abort', end, { once: true });
  try {
    return await task(over.signal);
  } finally {
    ended?.removeEventListener('abort', end);
    // Without a reason of ours one is made, with the stack that nobody looks at: a start would wait for that each time.
    through.abort(inTime);
  }
}

/** The same, but `late` where its time was over before it had an end. */
export async function withinOrLate<Value>(
  clock: Clock,
  ms: number,
  task: (signal: AbortSignal) => Promise<Value>,
  ended: AbortSignal,
): Promise<Value | 'late'> {
  const orLate = async (scope: AbortSignal): Promise<Value | 'late'> => {
    try {
      return await task(scope);
    } catch (error) {
      if (scope.aborted && !ended.aborted) return 'late';
      throw error;
    }
  };
  return await within(clock, ms, orLate, ended);
}
