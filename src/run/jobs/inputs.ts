import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DevstackError } from '../../core/failure.ts';
import { consult } from '../../core/witness.ts';
import { pathsOf } from '../../manifest/paths-of.ts';

/** Content hashes of a job's input files, by path relative to the manifest's folder. */
export type InputHashes = Readonly<Record<string, string>>;

/** Hashes the content of all files that these absolute globs name; a folder stands for all that is in it. */
export async function hashInputs(globs: readonly string[], folder: string, signal: AbortSignal): Promise<InputHashes> {
  const hashes: Record<string, string> = {};
  for (const path of await filesOf(globs, signal)) {
    const name = relative(folder, path);
    try {
      const content = await readFile(path, { signal });
      hashes[name] = createHash('sha256').update(content).digest('hex').slice(0, 32);
    } catch (error) {
      signal.throwIfAborted();
      const message = `the input file "${name}" can not be read: ${error instanceof Error ? error.message : error}`;
      throw new DevstackError({ code: 'inputs-unreadable', family: 'unit', message });
    }
  }
  return hashes;
}

/** All files that the globs name, each once; what is no file, such as a socket or a link to nothing, has no content to count. */
async function filesOf(globs: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const pattern of globs) {
    for (const path of await pathsOf(pattern)) {
      signal.throwIfAborted();
      consult(path);
      const entry = await stat(path).catch(() => undefined);
      if (entry?.isFile()) files.add(path);
      else if (entry?.isDirectory()) for (const inner of await filesBelow(path)) files.add(inner);
    }
  }
  return [...files].sort();
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths) consult(path);
  return paths.filter((_, index) => entries[index]?.isFile());
}
