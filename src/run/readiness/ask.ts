/** What a probe was answered: ready, or why not, in words for people. */
export type Answer = { readonly ready: true } | { readonly ready: false; readonly reason: string };

/** The answer that opens a gate. */
export const isReady: Answer = { ready: true };

/** An answer that does not. */
export const notReady = (reason: string): Answer => ({ ready: false, reason });

/**
 * Asks once, or for a slice of time with several tries. Tells answers that come in the middle of a slice through
 * `heard`. Rejects only with the signal's reason.
 */
export type Ask = (slice: Slice, signal: AbortSignal) => Promise<Answer>;

/** Times of one slice, in ms. */
interface Slice {
  /** of one probe */
  readonly timeout: number;
  /** between the probes of the slice */
  readonly interval: number;
  readonly heard: (reason: string) => void;
}

/** Where a network probe goes. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** for people: "container address" or "published port" */
  readonly route: string;
  /** whether something between us and the unit accepts connections by itself */
  readonly proxied: boolean;
}
