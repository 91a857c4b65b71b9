import { randomUUID } from 'node:crypto';
import { rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, namesIn, textIn, writeWhole } from './small-files.ts';

/** Whoever has claimed a place, as it described itself. */
export interface Claim {
  /** names this one claim and no other */
  readonly id: string;
  readonly text: string;
}

/**
 * Claims a place for which there may be one claim only: a folder with one file, put there whole by a rename, which
 * the system refuses while another claim's file is in it. Returns the id of the claim, or undefined where it is taken.
 */
export async function claim(folder: string, text: string): Promise<string | undefined> {
  const id = randomUUID();
  const draft = `${folder}.${id}`;
  try {
    await writeWhole(join(draft, id), text);
    await rename(draft, folder);
    return id;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST')) return undefined;
    throw error;
  }
}

/** Who has claimed a place; undefined: nobody. */
export async function claimOn(folder: string): Promise<Claim | undefined> {
  const [id] = await namesIn(folder);
  const text = id === undefined ? undefined : await textIn(join(folder, id));
  return id === undefined || text === undefined ? undefined : { id, text };
}

/** Takes one claim away, and never another that has come in its place. */
export async function withdraw(folder: string, id: string): Promise<void> {
  try {
    await unlink(join(folder, id));
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR')) throw error;
  }
}
