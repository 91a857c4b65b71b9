import { randomBytes } from 'node:crypto';

const document = 'key';

/** The key of a project's hashes as it is remembered; a new one where none is. */
export function keyIn(documents: ReadonlyMap<string, unknown>): string {
  return storedKey(documents) ?? randomBytes(32).toString('hex');
}

function storedKey(documents: ReadonlyMap<string, unknown>): string | undefined {
  const stored = documents.get(document);
  const isKey = typeof stored === 'object' && stored !== null && 'hmac' in stored;
  return isKey && typeof stored.hmac === 'string' ? stored.hmac : undefined;
}

/** Whether a key is remembered. */
export const hasKey = (documents: ReadonlyMap<string, unknown>): boolean => storedKey(documents) !== undefined;

/** The document that makes a key last. */
export const rememberedKey = (key: string): ReadonlyMap<string, unknown> => new Map([[document, { hmac: key }]]);
