const document = 'ready';

/** Services that a run saw ready, by handle, with the start (ms since the epoch) that this is true of. */
export function readyRecord(documents: ReadonlyMap<string, unknown>): ReadonlyMap<string, number> {
  const stored = documents.get(document);
  if (typeof stored !== 'object' || stored === null) return new Map();
  return new Map(Object.entries(stored).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}

/** The document that makes it last. */
export const rememberedReady = (ready: ReadonlyMap<string, number>): ReadonlyMap<string, unknown> =>
  new Map([[document, Object.fromEntries(ready)]]);
