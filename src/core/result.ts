/** The outcome of something that may fail in a way that its caller has to deal with. */
export type Result<Value, Reason> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: Reason };

/** A success. */
export const ok = <Value>(value: Value): Result<Value, never> => ({ ok: true, value });

/** A failure, as a value. */
export const fail = <Reason>(reason: Reason): Result<never, Reason> => ({ ok: false, reason });
