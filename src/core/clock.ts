/** Time, as the run sees it: injected, so that tests own it. */
export interface Clock {
  /** Wall clock in ms since the epoch; for what people read. */
  now(): number;
  /** Monotonic ms; for durations, unmoved when the wall clock jumps. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
