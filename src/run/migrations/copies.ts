import { gunzipSync, gzipSync } from 'node:zlib';
import type { PresentFile } from './migration-file.ts';

/** Copies of migrations as they are remembered: compressed, by name. */
export const copiesOf = (files: readonly PresentFile[]): unknown => ({
  version: 1,
  files: Object.fromEntries(files.map(({ name, content }) => [name, gzipSync(content).toString('base64')])),
});

/** The content of migrations that were applied, by name; undefined where some of them are not remembered. */
export function contentOf(document: unknown, names: readonly string[]): ReadonlyMap<string, Buffer> | undefined {
  const files = typeof document === 'object' && document !== null && 'files' in document ? document.files : undefined;
  if (typeof files !== 'object' || files === null) return undefined;
  const packed = new Map<string, unknown>(Object.entries(files));
  const content = new Map<string, Buffer>();
  for (const name of names) {
    const copy = packed.get(name);
    if (typeof copy !== 'string') return undefined;
    content.set(name, gunzipSync(Buffer.from(copy, 'base64')));
  }
  return content;
}
