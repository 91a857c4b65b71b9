import type { Manifest } from '../model.ts';

/** Whether two manifests say the same, wherever it stands. */
export const sameMeaning = (one: Manifest, other: Manifest): boolean => meaningOf(one) === meaningOf(other);

/** Places differ after each edit. */
const meaningOf = (manifest: Manifest): string =>
  JSON.stringify(manifest, (key, value: unknown) => (key === 'span' ? undefined : sorted(value)));

/** Keys of objects come in the order in which they were set, which says nothing; those of maps are the order of the file. */
function sorted(value: unknown): unknown {
  if (value instanceof Map) return [...value];
  if (value instanceof Set) return [...value];
  if (value instanceof RegExp) return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
