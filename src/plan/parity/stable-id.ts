const prime = 0x01000193;
const offset = 0x811c9dc5;

/**
 * An id (UUID, RFC 9562, version 8) of something with this name: the same wherever that name is given to such a thing.
 * It has to be distinct, not secret: FNV-1a, since to load node:crypto would take longer than all of planning.
 */
export function stableId(kind: 'project' | 'unit', name: string): string {
  const hex = [1, 2, 3, 4].map((round) => fnv1a(`${round} ${kind} ${name}`).toString(16).padStart(8, '0')).join('');
  return uuidOf(hex);
}

/** How a pipeline names a unit within variables: Z and the first eight digits of its id. */
export const shortId = (unit: string): string => `Z${stableId('unit', unit).slice(0, 8).toUpperCase()}`;

/** The form of a UUID for the digits of a hash. */
export function uuidOf(hex: string): string {
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

function fnv1a(text: string): number {
  let hash = offset;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, prime);
  return hash >>> 0;
}
