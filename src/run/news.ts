import type { ContainerEvent } from '../engine/engine-event.ts';

/** Why a container has ended: while nobody could see it, or because somebody other than this run asked it to. */
export type Cause = 'engine-away' | 'asked';

/** An engine may close its connections a moment after it began to end its containers, ms. */
const slack = 1000;

/** What the engine tells of containers, for those that wait for something to happen to one, and when it told nothing. */
export class News {
  readonly #waiting = new Map<string, Set<() => void>>();
  /** containers that somebody has asked to end, since their start */
  readonly #asked = new Set<string>();
  /** ms since the epoch; the last has no end while it lasts */
  readonly #gaps: { readonly from: number; to: number }[] = [];

  /** Something has happened to a container. */
  tell({ type, handle }: Pick<ContainerEvent, 'type' | 'handle'>): void {
    if (type === 'stopping') this.#asked.add(handle);
    if (type === 'started') this.#asked.delete(handle);
    for (const wake of this.#waiting.get(handle) ?? []) wake();
  }

  /** Nothing is told from now on, ms since the epoch. */
  lose(now: number): void {
    this.#gaps.push({ from: now - slack, to: Number.POSITIVE_INFINITY });
  }

  /** All is told again from now on, ms since the epoch. */
  regain(now: number): void {
    const last = this.#gaps.at(-1);
    if (last !== undefined) last.to = Math.min(last.to, now);
  }

  /** What is known of the end of a container at a time, ms since the epoch, that its exit code does not tell. */
  causeOf(handle: string, at: number): Cause | undefined {
    if (this.#gaps.some(({ from, to }) => from <= at && at <= to)) return 'engine-away';
    return this.wasAsked(handle) ? 'asked' : undefined;
  }

  /** Whether somebody has asked a container to end since it was started. */
  wasAsked(handle: string): boolean {
    return this.#asked.has(handle);
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
