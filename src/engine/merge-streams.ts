/** Values of several streams as they come, until all have ended; with the first failure all end. */
export async function* mergeStreams<Value>(streams: readonly AsyncIterable<Value>[]): AsyncGenerator<Value> {
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
  const next = async (at: number) => ({ at, result: await iterators[at]?.next() });
  const waiting = new Map(iterators.map((_, at) => [at, next(at)]));
  try {
    while (waiting.size > 0) {
      const { at, result } = await Promise.race(waiting.values());
      if (result === undefined || result.done) waiting.delete(at);
      else {
        waiting.set(at, next(at));
        yield result.value;
      }
    }
  } finally {
    // Those that wait for something that may never come are not waited for.
    for (const pending of waiting.values()) pending.catch(() => undefined);
    for (const iterator of iterators) iterator.return?.().catch(() => undefined);
  }
}
