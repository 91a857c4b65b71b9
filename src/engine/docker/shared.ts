/** Something costly that is made once, at the first use, and then used by all. */
export interface Shared<Value> {
  get(signal: AbortSignal): Promise<Value>;
  close(): void;
}

/**
 * Callers share one making of it, but each gives up for itself, with what `abortedBy` says of its signal; what failed is
 * tried again by the next one. `end` is called with what was made when it is closed.
 */
export function shared<Value>(
  make: (signal: AbortSignal) => Promise<Value>,
  abortedBy: (signal: AbortSignal) => unknown,
  end: (value: Value) => void = () => undefined,
): Shared<Value> {
  let making: Promise<Value> | undefined;
  let made: Value | undefined;
  let scope = new AbortController();

  const begin = (): Promise<Value> => {
    scope = new AbortController();
    const begun = make(scope.signal);
    begun.then(
      (value) => {
        if (making === begun) made = value;
      },
      () => {
        if (making === begun) making = undefined;
      },
    );
    return begun;
  };

  return {
    async get(signal) {
      if (signal.aborted) throw abortedBy(signal);
      if (made !== undefined) return made;
      making ??= begin();
      const { promise: aborted, reject } = Promise.withResolvers<never>();
      const onAbort = (): void => reject(abortedBy(signal));
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        return await Promise.race([making, aborted]);
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    close() {
      scope.abort();
      making?.then(end, () => undefined);
      making = undefined;
      made = undefined;
    },
  };
}
