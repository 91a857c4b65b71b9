import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DevstackError } from '../../core/failure.ts';
import { whyUnwritable } from '../../core/why-unwritable.ts';
import { consult } from '../../core/witness.ts';

/** Whether an error of the file system, or of a call like it, has one of these codes. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

/** What is done to a file, or undefined where it is not there. */
async function ifThere<Value>(done: Promise<Value>): Promise<Value | undefined> {
  try {
    return await done;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Names in a folder; none where it is not there. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  consult(folder);
  return (await ifThere(readdir(folder))) ?? [];
}

/** The text of a file; undefined where there is none. */
export function textIn(path: string): Promise<string | undefined> {
  consult(path);
  return ifThere(readFile(path, 'utf8'));
}

/**
 * Makes a folder that only its owner may look into, and those that it is in. One by one: below /proc, where none can be
 * made, Node's own way never ends.
 */
export async function makePrivate(folder: string): Promise<void> {
  const parent = dirname(folder);
  const made = await makeOne(folder);
  if (made || parent === folder) return;
  await makePrivate(parent);
  if (await makeOne(folder)) return;
  throw Object.assign(new Error(`ENOENT: no folder can be made in "${parent}"`), { code: 'ENOENT', path: folder });
}

/** False where the folder that it is to be in is not there, or takes none. */
async function makeOne(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    if (hasCode(error, 'EEXIST') && (await stat(folder)).isDirectory()) return true;
    throw asNotKept(error, folder);
  }
}

/** What lies at the machine, and not at what devstack does there, for people. */
function asNotKept(error: unknown, path: string): unknown {
  if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT')) return error;
  const message = `"${path}", where devstack keeps what it knows of processes, can not be written: ${whyUnwritable(error)}`;
  const hint = 'make room for it there, or name another folder with XDG_STATE_HOME';
  return new DevstackError({ code: 'engine-refused', family: 'engine', message, hint }, { cause: error });
}

/** Writes a file that its readers see whole or not at all, whatever happens; only its owner may read it. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await makePrivate(dirname(path));
  // Containers that share a home may have the same process ids; random ids take longer to load than to write it.
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.new`;
  try {
    await writeFile(draft, text, { mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw asNotKept(error, path);
  }
}

/** What lies beside the files of a folder while one is written. */
export const isDraft = (name: string): boolean => name.endsWith('.new');
