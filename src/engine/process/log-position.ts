import { open } from 'node:fs/promises';
import { partPath, partsIn } from './log-parts.ts';

/** A place in a unit's log, at the beginning of a line. */
export interface LogPosition {
  readonly part: number;
  /** bytes */
  readonly offset: number;
}

const newline = 0x0a;
const blockSize = 64 * 1024;
const cursorPattern = /#(\d+)\.(\d+)$/;

/** A cursor that resumes here: its time is for those who look at cursors by time (`logs --since`). */
export const writeCursor = (time: string, { part, offset }: LogPosition): string => `${time}#${part}.${offset}`;

/** Where a cursor leads to, or the time (ms since the epoch) that it stands for. */
export function readCursor(cursor: string): LogPosition | { readonly time: number } {
  const [, part, offset] = cursorPattern.exec(cursor) ?? [];
  if (part !== undefined && offset !== undefined) return { part: Number(part), offset: Number(offset) };
  return { time: Date.parse(cursor.replace(/#.*$/, '')) };
}

/** Where the last lines of a log begin. */
export async function positionOfLast(folder: string, count: number): Promise<LogPosition> {
  const parts = await partsIn(folder);
  let left = count;
  for (const part of parts.toReversed()) {
    const found = await lastLinesOf(partPath(folder, part), left);
    if (found.lines >= left) return { part, offset: found.offset };
    left -= found.lines;
  }
  return { part: parts[0] ?? 1, offset: 0 };
}

/** Goes back from the end of a file until so many lines begin after `offset`, or it is at the beginning. */
async function lastLinesOf(path: string, count: number): Promise<{ readonly lines: number; readonly offset: number }> {
  await using file = await open(path);
  const { size } = await file.stat();
  if (count === 0) return { lines: 0, offset: size };
  const block = Buffer.alloc(blockSize);
  let lines = 0;
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - blockSize);
    await file.read(block, 0, end - start, start);
    for (let at = end - start - 1; at >= 0; at--) {
      // A line begins after the end of the one before; the last end of the file begins none.
      if (block[at] !== newline || start + at + 1 === size) continue;
      if (++lines === count) return { lines, offset: start + at + 1 };
    }
    end = start;
  }
  return { lines: size === 0 ? 0 : lines + 1, offset: 0 };
}
