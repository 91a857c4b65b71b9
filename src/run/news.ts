/** What the engine tells of containers, for those that wait for something to happen to one. */
export class News {
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Something has happened to a container. */
  tell(handle: string): void {
    for (const wake of this.#waiting.get(handle) ?? []) wake();
  }

  /** Resolves when the next thing happens to a container; rejects with the signal's reason. */
  async next(handle: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => reject(signal.reason);
    const waiting = this.#waiting.get(handle) ?? new Set();
    this.#waiting.set(handle, waiting.add(resolve));
    signal.addEventListener('abort', abort, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', abort);
      waiting.delete(resolve);
      if (waiting.size === 0) this.#waiting.delete(handle);
    }
  }
}
