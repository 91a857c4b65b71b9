/** Hands an item on; resolves when there is room for the next one, or nobody reads any more. */
export type Push<Item> = (item: Item) => Promise<void>;

/** Makes items until it is done, or until the signal says that nobody reads any more. */
export type Produce<Item> = (push: Push<Item>, signal: AbortSignal) => Promise<void>;

/** Items that may wait for whoever reads them, before the producer is asked to wait. */
const capacity = 1000;

/**
 * What a producer makes, to be iterated: it begins with the first `next`, and leaving ends it at once, also in the middle
 * of a wait, which a generator could not. `errorOf` says what is thrown for what it fails with.
 */
export function streamOf<Item>(
  produce: Produce<Item>,
  errorOf: (thrown: unknown) => unknown,
  signal?: AbortSignal,
): AsyncIterable<Item> {
  return { [Symbol.asyncIterator]: () => new Stream(produce, errorOf, signal) };
}

type Producer =
  | { readonly kind: 'idle' }
  | { readonly kind: 'at work'; readonly done: Promise<void> }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'done' };

class Stream<Item> implements AsyncIterator<Item, undefined> {
  readonly #produce: Produce<Item>;
  readonly #errorOf: (thrown: unknown) => unknown;
  readonly #over = new AbortController();
  /** aborted as soon as nobody reads any more, or is to */
  readonly #signal: AbortSignal;
  readonly #items: Item[] = [];
  #producer: Producer = { kind: 'idle' };
  /** what the reader has asked for last */
  #latest: Promise<unknown> = Promise.resolve();
  #news = Promise.withResolvers<void>();
  #room = Promise.withResolvers<void>();

  constructor(produce: Produce<Item>, errorOf: (thrown: unknown) => unknown, signal: AbortSignal | undefined) {
    this.#produce = produce;
    this.#errorOf = errorOf;
    const over = this.#over.signal;
    this.#signal = signal === undefined ? over : AbortSignal.any([over, signal]);
  }

  /** One after the other, as generators do it: each gets the item after that of the one before. */
  next(): Promise<IteratorResult<Item, undefined>> {
    if (this.#producer.kind === 'idle' && !this.#over.signal.aborted) this.#begin();
    const next = this.#latest.then(() => this.#take());
    this.#latest = next.catch(() => undefined);
    return next;
  }

  async #take(): Promise<IteratorResult<Item, undefined>> {
    for (;;) {
      const items = this.#items.splice(0, 1);
      this.#room.resolve();
      for (const value of items) return { done: false, value };
      if (this.#over.signal.aborted) return { done: true, value: undefined };
      if (this.#producer.kind === 'failed') return this.#fail(this.#producer.error);
      if (this.#producer.kind === 'done') return { done: true, value: undefined };
      this.#news = Promise.withResolvers();
      await this.#news.promise;
    }
  }

  async return(): Promise<IteratorResult<Item, undefined>> {
    this.#over.abort(new DOMException('nobody reads any more', 'AbortError'));
    this.#items.length = 0;
    this.#room.resolve();
    this.#news.resolve();
    if (this.#producer.kind === 'at work') await this.#producer.done;
    return { done: true, value: undefined };
  }

  #begin(): void {
    this.#signal.addEventListener('abort', () => this.#room.resolve(), { once: true });
    const done = this.#produce((item) => this.#push(item), this.#signal).then(
      () => this.#end({ kind: 'done' }),
      (error: unknown) => this.#end({ kind: 'failed', error }),
    );
    this.#producer = { kind: 'at work', done };
  }

  #end(how: Producer): void {
    this.#producer = how;
    this.#news.resolve();
  }

  /** Once: whoever goes on after an error finds the end. */
  #fail(error: unknown): never {
    this.#producer = { kind: 'done' };
    throw this.#errorOf(error);
  }

  async #push(item: Item): Promise<void> {
    if (this.#over.signal.aborted) return;
    this.#items.push(item);
    this.#news.resolve();
    if (this.#items.length < capacity || this.#signal.aborted) return;
    this.#room = Promise.withResolvers();
    await this.#room.promise;
  }
}
