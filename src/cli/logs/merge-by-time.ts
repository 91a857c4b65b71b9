/** Merges sequences that are each in the order of time into one; of equal times, the earlier sequence goes first. */
export async function* mergeByTime<Item extends { readonly at: number }>(
  sources: readonly AsyncIterable<Item>[],
): AsyncGenerator<Item> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
  for (;;) {
    let first: number | undefined;
    let earliest = Number.POSITIVE_INFINITY;
    for (const [index, head] of heads.entries()) {
      if (head.done || head.value.at >= earliest) continue;
      first = index;
      earliest = head.value.at;
    }
    if (first === undefined) return;
    const head = heads[first];
    const iterator = iterators[first];
    if (!head || head.done || !iterator) return;
    yield head.value;
    heads[first] = await iterator.next();
  }
}
