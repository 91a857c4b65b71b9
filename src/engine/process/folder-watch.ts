import { addAbortListener } from 'node:events';
import { type FSWatcher, watch } from 'node:fs';

/** Longest that a change goes unnoticed where the system does not tell it, ms. */
const lookAnyway = 500;

/** Tells when something may have changed in a folder. */
export class FolderWatch implements Disposable {
  #watcher: FSWatcher | undefined;
  #hasChanged = false;
  #wake: (() => void) | undefined;
  #rest = lookAnyway;
  readonly #longestRest: number;

  /** `longestRest`: how long nothing need be looked at while the system tells changes and there are none, ms. */
  constructor(folder: string, longestRest: number = lookAnyway) {
    this.#longestRest = longestRest;
    try {
      // A folder that goes away, or was never there, is a change too.
      this.#watcher = watch(folder, () => this.#ring()).on('error', () => {
        this.#watcher = undefined;
        this.#ring();
      });
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
      const timer = setTimeout(resolve, this.#rest);
      using _ = addAbortListener(signal, () => resolve());
      await promise;
      clearTimeout(timer);
    }
    // What one change began may end soon after, and untold.
    const isQuiet = !this.#hasChanged && this.#watcher !== undefined;
    this.#rest = isQuiet ? Math.min(this.#rest * 2, this.#longestRest) : lookAnyway;
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
