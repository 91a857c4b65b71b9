import type { Start } from '../plan/observed.ts';

const document = 'ready';

/** Services that a run saw ready, by handle, with the start that this is true of. */
export function readyRecord(documents: ReadonlyMap<string, unknown>): ReadonlyMap<string, Start> {
  const stored = documents.get(document);
  if (typeof stored !== 'object' || stored === null) return new Map();
  return new Map(Object.entries(stored).filter((entry): entry is [string, Start] => isStart(entry[1])));
}

const isStart = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'startedAt' in value && typeof value.startedAt === 'number';

/** The document that makes it last. */
export const rememberedReady = (ready: ReadonlyMap<string, Start>): ReadonlyMap<string, unknown> =>
  new Map([[document, Object.fromEntries(ready)]]);
