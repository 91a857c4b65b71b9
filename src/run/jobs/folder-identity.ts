import { randomUUID } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { consult } from '../../core/witness.ts';

/** Nothing can be said about this state, so what depends on it is never skipped. */
export const unknownIdentity = 'unknown';

/** Whether a folder may be given a mark to know it by; a look changes nothing. */
export type Marking = 'read' | 'make';

/**
 * Which folder of this machine it is: its inode and its time of birth, since an inode is given to the next folder as
 * soon as one is removed. Only where the file system does not tell the time of birth, a file beside the folder, never
 * in it, takes its place: `.NAME.devstack-id` with a random id. Without either it is `unknownIdentity`.
 */
export async function folderIdentity(path: string, marking: Marking): Promise<string> {
  consult(path, 'identity');
  const facts = await stat(path, { bigint: true }).catch(() => undefined);
  return facts === undefined ? unknownIdentity : await identityFrom(path, facts, marking);
}

/** The same, from what the file system has said of it. */
export async function identityFrom(
  path: string,
  { ino, birthtimeNs }: Pick<BigIntStats, 'ino' | 'birthtimeNs'>,
  marking: Marking,
): Promise<string> {
  if (birthtimeNs > 0n) return `folder ${ino} ${birthtimeNs}`;
  const mark = await markBeside(path, marking);
  return mark === undefined ? unknownIdentity : `folder ${ino} ${mark}`;
}

/** The id in the file beside the folder; undefined where there is none, and none may or can be made. */
async function markBeside(folder: string, marking: Marking): Promise<string | undefined> {
  const file = join(dirname(folder), `.${basename(folder)}.devstack-id`);
  // Whoever comes first makes it, and all others read what is there.
  if (marking === 'make') await writeFile(file, `${randomUUID()}\n`, { flag: 'wx' }).catch(() => undefined);
  consult(file);
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : text.trim();
}
