import type { LogLine } from '../engine.ts';
import type { LogCursor } from './log-cursor.ts';
import { writeCursor } from './log-cursor.ts';

type Stream = LogLine['stream'];

/** A line whose end has not come yet. */
interface Open {
  readonly parts: Buffer[];
  readonly timestamp: string;
}

const space = 0x20;
const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * Makes lines of messages that the engine stamped, one message each. It cuts lines above 16 KiB into several messages,
 * each with a timestamp of its own, of which only the last ends with a line break.
 */
export class LineJoiner {
  #skip: LogCursor | undefined;
  #cursor: LogCursor;
  readonly #open = new Map<Stream, Open>();

  /** `after`: what was seen of an earlier reading, and comes once more now. */
  constructor(after: LogCursor | undefined) {
    this.#skip = after;
    this.#cursor = { timestamp: after?.timestamp ?? '', count: 0 };
  }

  /** Begins a new reading after what has been seen, and tells where the engine should start. */
  resume(): LogCursor | undefined {
    const { timestamp, count } = this.#cursor;
    if (timestamp === '') return undefined;
    // Less than the last time has come of that moment: what was seen before is still what was seen.
    if (this.#skip?.timestamp !== timestamp || this.#skip.count < count) this.#skip = this.#cursor;
    this.#cursor = { timestamp, count: 0 };
    return this.#skip;
  }

  /** Takes one message, and gives the line that it ends, if it ends one. */
  push(stream: Stream, message: Buffer): LogLine | undefined {
    const cut = message.indexOf(space);
    const timestamp = message.toString('latin1', 0, Math.max(cut, 0));
    const { count } = this.#cursor;
    this.#cursor = { timestamp, count: timestamp === this.#cursor.timestamp ? count + 1 : 1 };
    if (this.#skip?.timestamp === timestamp && this.#cursor.count <= this.#skip.count) return undefined;
    const open = this.#open.get(stream) ?? { parts: [], timestamp };
    open.parts.push(message.subarray(cut + 1));
    if (message[message.length - 1] === newline) {
      this.#open.delete(stream);
      return this.#line(stream, open);
    }
    this.#open.set(stream, open);
    return undefined;
  }

  /** What was left without an end: the container ended in the middle of a line. */
  *flush(): Generator<LogLine> {
    for (const [stream, open] of this.#open) yield this.#line(stream, open);
    this.#open.clear();
  }

  #line(stream: Stream, { parts, timestamp }: Open): LogLine {
    return { stream, line: textOf(parts), at: Date.parse(timestamp), cursor: writeCursor(this.#cursor) };
  }
}

function textOf(parts: readonly Buffer[]): string {
  const [only] = parts;
  const whole = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  let end = whole.length;
  if (whole[end - 1] === newline) end--;
  if (whole[end - 1] === carriageReturn) end--;
  return whole.toString('utf8', 0, end);
}

/** Cuts a stream of bytes into lines with their line breaks; the last one may lack it. */
export class LineSplitter {
  #rest: Buffer = Buffer.alloc(0);

  *push(chunk: Buffer): Generator<Buffer> {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (let end = data.indexOf(newline); end !== -1; end = data.indexOf(newline, at)) {
      yield data.subarray(at, end + 1);
      at = end + 1;
    }
    this.#rest = data.subarray(at);
  }

  *flush(): Generator<Buffer> {
    if (this.#rest.length > 0) yield this.#rest;
    this.#rest = Buffer.alloc(0);
  }
}
