import { addAbortListener } from 'node:events';
import { type FSWatcher, watch } from 'node:fs';

/** Longest that a change goes unnoticed where the system does not tell it, ms. */
const lookAnyway = 500;

/** Tells when something may have changed in a folder. */
export class FolderWatch implements Disposable {
  #watcher: FSWatcher | undefined;
  #hasChanged = false;
  #wake: (() => void) | undefined;

  constructor(folder: string) {
    try {
      // A folder that goes away, or was never there, is a change too.
      this.#watcher = watch(folder, () => this.#ring()).on('error', () => this.#ring());
    } catch {
      this.#watcher = undefined;
    }
  }

  /** Resolves when something has changed since the last time, or some time has gone by; rejects with the signal's reason. */
  async changed(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#hasChanged) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const timer = setTimeout(resolve, lookAnyway);
      using _ = addAbortListener(signal, () => resolve());
      await promise;
      clearTimeout(timer);
    }
    this.#hasChanged = false;
    signal.throwIfAborted();
  }

  [Symbol.dispose](): void {
    this.#watcher?.close();
  }

  #ring(): void {
    this.#hasChanged = true;
    this.#wake?.();
  }
}
