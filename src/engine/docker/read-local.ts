import { readFile } from 'node:fs/promises';
import { engineError } from './translate.ts';

/** A file of this machine that goes into a container; `what` it is and `key` of the manifest are for people. */
export async function readLocal(path: string, what: string, key: string, signal: AbortSignal): Promise<Buffer> {
  try {
    return await readFile(path, { signal });
  } catch (error) {
    signal.throwIfAborted();
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'can not be read';
    throw engineError('container-create', `the file "${path}" of ${what} ${why}`, `check "${key}" in the manifest`);
  }
}
