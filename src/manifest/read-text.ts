import { open } from 'node:fs/promises';
import type { Problem } from '../core/problem.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { consult } from '../core/witness.ts';

/** Far more than any file that a person writes. */
const mostBytes = 8 * 1024 * 1024;
const chunkBytes = 64 * 1024;

/**
 * The text of a UTF-8 file of at most 8 MiB, without a byte order mark. `shown` is its path for people.
 * Undefined where there is no such file.
 */
export async function readText(
  path: string,
  shown: string,
  signal: AbortSignal,
): Promise<Result<string | undefined, Problem>> {
  signal.throwIfAborted();
  consult(path);
  try {
    const bytes = await readCapped(path, signal);
    if (bytes === undefined) return wrong('too-large', `"${shown}" is larger than 8 MiB`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? wrong('syntax', `"${shown}" is not a text file`) : ok(text);
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof TypeError) return wrong('syntax', `"${shown}" is not a text file in UTF-8`);
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return ok(undefined);
    return wrong('not-found', `"${shown}" can not be read: ${code === 'EACCES' ? 'permission denied' : code}`);
  }
}

/** Reads on until the end or past the limit: a file's size may be unknown (a pipe) or grow. Streams start slower. */
async function readCapped(path: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const file = await open(path);
  try {
    const chunks: Uint8Array[] = [];
    for (let total = 0; total <= mostBytes; ) {
      signal.throwIfAborted();
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes));
      if (bytesRead === 0) return Buffer.concat(chunks);
      chunks.push(buffer.subarray(0, bytesRead));
      total += bytesRead;
    }
    return undefined;
  } finally {
    await file.close();
  }
}

const wrong = (code: Problem['code'], message: string): Result<never, Problem> =>
  fail({ severity: 'error', code, message });
