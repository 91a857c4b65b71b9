import { dirname } from 'node:path';
import type { Regard, Testimony } from '../../core/witness.ts';
import { markOf } from './receipt.ts';

/** What of files and folders mattered, and what they were like, by their absolute path. */
export type Marks = ReadonlyMap<string, readonly [regard: Regard, mark: string]>;

/** Each file has to be looked at on every start; a stack with more is not unchanged in an instant anyway. */
const mostFiles = 2000;
/** File systems tell times in steps of up to some ms. */
const clockStepMs = 10;

/** What all that was told of is like now. */
export const marksNow = ({ files }: Pick<Testimony, 'files'>): Marks =>
  new Map(Array.from(files, ([path, regard]) => [path, [regard, markOf(path, regard)]]));

/**
 * The same, where that is what it was like when it was read, at `since` (ms since the epoch) or later: undefined where
 * something may have changed then, unless it is as it was `before`, or where it can not be told.
 */
export function settledMarks(testimony: Testimony, since: number, before: Marks = new Map()): Marks | undefined {
  const { isPartial, files } = testimony;
  if (isPartial || files.size > mostFiles) return undefined;
  const marks = marksNow(testimony);
  for (const [path, [regard, mark]] of marks) {
    if (regard === 'content' && mark.startsWith('other')) return undefined;
    if (before.get(path)?.[1] !== mark && isYounger(path, mark, since - clockStepMs)) return undefined;
  }
  return marks;
}

/** What changed while it was read may have been read before it changed; what went away changed the folder it was in. */
function isYounger(path: string, mark: string, since: number): boolean {
  const changed = mark === 'absent' ? markOf(dirname(path), 'content') : mark;
  const [, , , size, modified, inodeChanged] = changed.split(' ');
  if (size === undefined) return false;
  return [modified, inodeChanged].some((time) => Number(BigInt(time ?? 0) / 1_000_000n) >= since);
}
