import { type FileHandle, open } from 'node:fs/promises';
import type { LogLine } from '../engine.ts';
import { FolderWatch } from './folder-watch.ts';
import { partPath, partsIn } from './log-parts.ts';
import { type LogPosition, positionOfLast, readCursor, writeCursor } from './log-position.ts';
import { hasCode } from './small-files.ts';

/** Which lines of a log are wanted. */
export interface LogWish {
  readonly follow: boolean;
  readonly since?: string;
  readonly tail?: number;
}

const newline = 0x0a;
const blockSize = 256 * 1024;
/** How seldom a log that says nothing is looked at, ms: there may be a hundred, for as long as a stack is up. */
const longestRest = 8000;

/** Lines of a unit's log, read from disk as fast as they are taken. `isGone`: whether nothing comes any more. */
export async function* readLog(
  folder: string,
  wish: LogWish,
  isGone: () => Promise<boolean>,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const from = wish.since === undefined ? undefined : readCursor(wish.since);
  const earliest = from !== undefined && 'time' in from ? from.time : 0;
  let { part, offset } = await startOf(folder, wish.tail, from);
  using watch = wish.follow ? new FolderWatch(folder, longestRest) : undefined;
  for (;;) {
    // Asked before the reading, so that nothing comes between the end of the reading and these.
    const later = (await partsIn(folder)).find((one) => one > part);
    const isOver = !wish.follow || (await isGone());
    for await (const line of linesOf(partPath(folder, part), { part, offset }, signal)) {
      offset = line.end;
      if (line.at >= earliest) yield toLogLine(line, { part, offset });
    }
    if (later !== undefined) [part, offset] = [later, 0];
    else if (isOver) return;
    else await watch?.changed(signal);
  }
}

async function startOf(
  folder: string,
  tail: number | undefined,
  from: ReturnType<typeof readCursor> | undefined,
): Promise<LogPosition> {
  if (from !== undefined && 'part' in from) return from;
  if (tail !== undefined) return await positionOfLast(folder, tail);
  return { part: (await partsIn(folder))[0] ?? 1, offset: 0 };
}

/** A line as it is on disk; `end`: where the next one begins. */
interface RawLine extends Pick<LogLine, 'stream' | 'line' | 'at'> {
  readonly end: number;
}

/** Whole lines of one part from a place to its end. */
async function* linesOf(path: string, { offset }: LogPosition, signal: AbortSignal): AsyncGenerator<RawLine> {
  await using file = await openIfThere(path);
  if (file === undefined) return;
  let rest: Buffer = Buffer.alloc(0);
  let restAt = offset;
  for (;;) {
    signal.throwIfAborted();
    const block = Buffer.allocUnsafe(blockSize);
    const { bytesRead } = await file.read(block, 0, blockSize, restAt + rest.length);
    if (bytesRead === 0) return;
    const bytes = Buffer.concat([rest, block.subarray(0, bytesRead)]);
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      const line = parse(bytes, start, end);
      start = end + 1;
      yield { ...line, end: restAt + start };
    }
    rest = bytes.subarray(start);
    restAt += start;
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** `<ms> <o|e> <line>`; the end of a line may be that of Windows. */
function parse(bytes: Buffer, start: number, end: number): Omit<RawLine, 'end'> {
  const cut = bytes.indexOf(0x20, start);
  const stop = bytes[end - 1] === 0x0d ? end - 1 : end;
  return {
    at: Number(bytes.toString('latin1', start, cut)),
    stream: bytes[cut + 1] === 0x65 ? 'stderr' : 'stdout',
    line: bytes.toString('utf8', cut + 3, stop),
  };
}

let lastTime = { at: 0, text: '' };

/** Many lines come in the same millisecond, and to write a time is not for nothing. */
function timeText(at: number): string {
  if (lastTime.at !== at) lastTime = { at, text: new Date(at).toISOString() };
  return lastTime.text;
}

const toLogLine = ({ stream, line, at }: RawLine, position: LogPosition): LogLine => ({
  stream,
  line,
  at,
  cursor: writeCursor(timeText(at), position),
});
