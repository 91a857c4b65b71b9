import { randomBytes } from 'node:crypto';

const document = 'key';

/** The key of a project's hashes as it is remembered; a new one where none is. */
export function keyIn(documents: ReadonlyMap<string, unknown>): string {
  const stored = documents.get(document);
  const isKey = typeof stored === 'object' && stored !== null && 'hmac' in stored;
  return isKey && typeof stored.hmac === 'string' ? stored.hmac : randomBytes(32).toString('hex');
}

/** Whether a key is remembered. */
export const hasKey = (documents: ReadonlyMap<string, unknown>): boolean => documents.has(document);

/** The document that makes a key last. */
export const rememberedKey = (key: string): ReadonlyMap<string, unknown> => new Map([[document, { hmac: key }]]);
