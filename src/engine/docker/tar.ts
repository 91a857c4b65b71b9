import { buffer } from 'node:stream/consumers';
import type { Header } from 'tar-stream';
import { extract, pack } from 'tar-stream';

/** A file or folder to be put into an archive. */
export interface TarEntry {
  /** relative, without a leading slash */
  readonly name: string;
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
  /** absent: a folder */
  readonly content?: Uint8Array | string;
}

/** A tar archive in memory; for few and small files. */
export async function tarOf(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { content, ...header } of entries) {
    if (content === undefined) archive.entry({ ...header, type: 'directory' });
    else archive.entry(header, Buffer.from(content));
  }
  archive.finalize();
  return buffer(archive);
}

/**
 * Files of an archive as they come by. `accept` sees each header first, and may throw: what it refuses is never read
 * into memory.
 */
export async function* untar(
  chunks: AsyncIterable<Buffer>,
  accept: (header: Header) => boolean,
): AsyncGenerator<{ readonly header: Header; readonly content: Buffer }> {
  const entries = extract();
  const feeding = feed(chunks, entries);
  feeding.catch((error: unknown) => entries.destroy(error instanceof Error ? error : new Error(String(error))));
  for await (const entry of entries) {
    if (accept(entry.header)) yield { header: entry.header, content: await buffer(entry) };
    else entry.resume();
  }
  await feeding;
}

async function feed(chunks: AsyncIterable<Buffer>, entries: ReturnType<typeof extract>): Promise<void> {
  for await (const chunk of chunks) {
    if (entries.destroyed) return;
    if (!entries.write(chunk)) await drained(entries);
  }
  entries.end(undefined);
}

/** Both ends of the wait are let go of: a large file has many of them. */
async function drained(entries: ReturnType<typeof extract>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  entries.once('drain', resolve).once('close', resolve);
  await promise;
  entries.off('drain', resolve).off('close', resolve);
}
