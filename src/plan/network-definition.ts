import { createHash } from 'node:crypto';
import type { Network } from '../manifest/network-model.ts';

/**
 * What a network is made from, as a hash of 16 hex digits: an engine can not change a network, so one that differs is
 * made anew. There is nothing secret in it.
 */
export function networkDefinition({ key: _, name: __, span: ___, ...definition }: Network): string {
  const text = JSON.stringify(definition, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
