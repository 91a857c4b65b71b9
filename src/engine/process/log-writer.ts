import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { partPath, partsIn } from './log-parts.ts';
import { makePrivate } from './small-files.ts';
import type { UnitFile } from './unit-file.ts';

/** Longest line that is kept in one, bytes: what never ends a line must not fill the memory. */
const longestLine = 1024 * 1024;
const newline = 0x0a;

/**
 * Writes what a unit says to disk, each line as `<ms since the epoch> <o|e> <line>`. A stream is read no faster than
 * the disk takes it, so that a unit that says too much waits and nothing piles up here.
 */
export class LogWriter {
  readonly #folder: string;
  readonly #limits: UnitFile['log'];
  #part = 0;
  #size = 0;
  #file: FileHandle | undefined;
  #queue: Promise<void> = Promise.resolve();

  constructor(folder: string, limits: UnitFile['log']) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /** Writes a stream to its end; whole lines only, so that the two streams of a unit do not mix. */
  async drain(stream: Readable, mark: 'o' | 'e'): Promise<void> {
    let open: Buffer[] = [];
    let length = 0;
    const flush = async (last: Buffer, ending: string): Promise<void> => {
      const lines = Buffer.concat([...open, last]);
      open = [];
      length = 0;
      await this.#append(lines, mark, ending);
    };
    for await (const chunk of stream) {
      const end = chunk.lastIndexOf(newline);
      if (end >= 0) await flush(chunk.subarray(0, end), '\n');
      const rest = chunk.subarray(end + 1);
      if (rest.length === 0) continue;
      open.push(rest);
      length += rest.length;
      if (length > longestLine) await flush(Buffer.alloc(0), '\n');
    }
    if (length > 0) await flush(Buffer.alloc(0), '\n');
  }

  /** Resolves when all is written; nothing may be written afterwards. */
  async close(): Promise<void> {
    await this.#queue;
    await this.#file?.close();
    this.#file = undefined;
  }

  #append(lines: Buffer, mark: 'o' | 'e', ending: string): Promise<void> {
    const stamp = `${Date.now()} ${mark} `;
    // Bytes as characters: they come out as they went in, whatever their encoding, and this is by far the fastest way.
    const text = stamp + lines.toString('latin1').replaceAll('\n', `\n${stamp}`) + ending;
    const written = this.#queue.then(() => this.#write(Buffer.from(text, 'latin1')));
    this.#queue = written.catch(() => undefined);
    return written;
  }

  async #write(bytes: Buffer): Promise<void> {
    const file = await this.#fileFor(bytes.length);
    await file.write(bytes);
    this.#size += bytes.length;
  }

  async #fileFor(more: number): Promise<FileHandle> {
    if (this.#file !== undefined && (this.#size === 0 || this.#size + more <= this.#limits.partSize)) return this.#file;
    await this.#file?.close();
    await makePrivate(this.#folder);
    const parts = await partsIn(this.#folder);
    this.#part = this.#file === undefined ? (parts.at(-1) ?? 1) : this.#part + 1;
    const tooOld = parts.filter((part) => part <= this.#part - this.#limits.parts);
    await Promise.all(tooOld.map((part) => rm(partPath(this.#folder, part), { force: true })));
    this.#file = await open(partPath(this.#folder, this.#part), 'a', 0o600);
    this.#size = (await this.#file.stat()).size;
    return this.#file;
  }
}
