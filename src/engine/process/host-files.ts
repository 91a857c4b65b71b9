import { open, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DevstackError } from '../../core/failure.ts';
import { processFailure } from './failures.ts';
import { pathOnHost } from './places.ts';
import { hasCode } from './small-files.ts';
import type { FoundUnit } from './units.ts';

/** A file of a unit; undefined when there is none. Throws `outputs-invalid` for what is larger than `limit` bytes. */
export async function readHostFile({ file }: FoundUnit, path: string, limit: number): Promise<Uint8Array | undefined> {
  try {
    await using handle = await open(pathOnHost(file, path));
    const found = await handle.stat();
    if (!found.isFile()) throw invalid(`"${path}" is no regular file`);
    if (found.size > limit) throw invalid(`"${path}" is larger than ${limit} bytes`);
    return await handle.readFile();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

const invalid = (message: string): DevstackError =>
  new DevstackError({ code: 'outputs-invalid', family: 'unit', message });

/** Whether a unit has a file or folder at this path, as the unit sees it. */
export async function hasHostFile({ file }: Pick<FoundUnit, 'file'>, path: string): Promise<boolean> {
  return await stat(pathOnHost(file, path)).then(
    () => true,
    () => false,
  );
}

/** A file or folder of a unit as a tar archive. */
export async function packFromHost({ file }: FoundUnit, path: string): Promise<NodeJS.ReadableStream> {
  const { default: tar } = await import('tar-fs');
  const source = pathOnHost(file, path);
  if (!(await hasHostFile({ file }, path))) {
    throw processFailure('not-found', `there is no "${path}"`);
  }
  return Readable.from(tar.pack(dirname(source), { entries: [basename(source)] }));
}

/** Unpacks a tar archive into a folder of a unit. */
export async function unpackToHost(
  { file }: FoundUnit,
  folder: string,
  archive: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<void> {
  const { default: tar } = await import('tar-fs');
  await pipeline(archive, tar.extract(pathOnHost(file, folder)), { signal });
}
