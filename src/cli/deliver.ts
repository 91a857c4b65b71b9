import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DevstackError } from '../core/failure.ts';
import type { Shell } from './shell.ts';

/** Why the system does not let a file be written, for people. */
export const reasonOf = (thrown: unknown): string => {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return reasons.get(code) ?? 'the system refuses it';
};

const reasons = new Map([
  ['ENOENT', 'there is no such folder'],
  ['EACCES', 'you may not write there'],
  ['EISDIR', 'it is a folder'],
  ['EEXIST', 'there is a file of that name'],
  ['ENOTDIR', 'a part of the path is a file'],
  ['EPERM', 'nothing can be written there'],
  ['EROFS', 'nothing can be written there'],
  ['ENOSPC', 'there is no space left'],
]);

/** Writes a file; `path` counts from the shell's folder. Throws `usage` where that is not possible. */
export async function writeText(path: string, text: string, { folder }: Shell): Promise<void> {
  try {
    await writeFile(resolve(folder, path), text);
  } catch (thrown) {
    const message = `"${path}" can not be written: ${reasonOf(thrown)}`;
    throw new DevstackError({ code: 'usage', family: 'usage', message });
  }
}

/** Writes to a file where one is named, else to standard output. */
export async function deliver(text: string, path: string | undefined, shell: Shell): Promise<void> {
  if (path === undefined) shell.stdout.write(text);
  else await writeText(path, text, shell);
}
