import type { Crowd } from './crowd.ts';

/** What a probe was answered: ready, or why not, in words for people. */
export type Answer = { readonly ready: true } | { readonly ready: false; readonly reason: string };

/** The answer that opens a gate. */
export const isReady: Answer = { ready: true };

/** An answer that does not. */
export const notReady = (reason: string): Answer => ({ ready: false, reason });

/** Asks once; `timeout` is how long the answer may take, ms. Rejects only with the signal's reason. */
export type Ask = (limits: { readonly timeout: number }, signal: AbortSignal) => Promise<Answer>;

/** A way to ask. */
export interface Asking {
  readonly ask: Ask;
  /** All that is asked beside it; absent where it is alone. */
  readonly crowd?: Crowd;
  /**
   * Resolves when the port of the server that is asked opens: until then it is asked less often, and at once then. Absent
   * where nothing is known of a port, or it is to be asked at a pace of its own. Rejects with the signal's reason.
   */
  readonly opens?: (signal: AbortSignal) => Promise<void>;
  /** Resolves when something has happened that may have changed the answer: it is asked again at once. Rejects likewise. */
  readonly changes?: (signal: AbortSignal) => Promise<void>;
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
