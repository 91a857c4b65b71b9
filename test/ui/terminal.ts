import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import xterm from '@xterm/headless';
import type { Terminal as Streams } from '../../src/ui/ink/opening.ts';

/** Keys as a terminal sends them. */
export const keys = {
  up: '\u001b[A',
  down: '\u001b[B',
  pageUp: '\u001b[5~',
  pageDown: '\u001b[6~',
  home: '\u001b[H',
  end: '\u001b[F',
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  interrupt: '\u0003',
} as const;

const patienceMs = 30_000;
const frameMs = 100;
const quietFrames = 5;

/** A terminal without a screen: what is written to `stdout` can be read as a person would see it. */
export class HeadlessTerminal implements Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** bytes written so far */
  bytes = 0;
  /** whether keys arrive one by one */
  raw = false;
  readonly #typed = new PassThrough();
  readonly #changed = new EventEmitter();
  readonly #terminal: xterm.Terminal;

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
    this.#changed.setMaxListeners(0);
    this.stdin = this.#input();
    this.stdout = this.#output(columns, rows);
  }

  /** Types keys. */
  type(...typed: readonly string[]): void {
    for (const key of typed) this.#typed.write(key);
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    Object.assign(this.stdout, { columns, rows });
    this.stdout.emit('resize');
  }

  /** What is on the screen, without blanks at the ends of lines. */
  screen(): string {
    const { cols, rows, buffer } = this.#terminal;
    const { active } = buffer;
    // What stood beyond the edge before the terminal became narrower is still known there, and not seen.
    const lines = Array.from({ length: rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true, 0, cols) ?? '').trimEnd(),
    );
    return lines.join('\n').trimEnd();
  }

  /** Whether a program has taken the whole screen for itself. */
  isAlternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** Lines that have scrolled out at the top. */
  scrolledOut(): number {
    return this.#terminal.buffer.active.baseY;
  }

  /** Resolves with the screen when it is as wished; rejects with what it showed instead. */
  async until(isAsWished: (screen: string) => boolean): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const look = (): void => {
      if (isAsWished(this.screen())) resolve(this.screen());
    };
    const timer = globalThis.setTimeout(() => reject(new Error(`the screen stayed:\n${this.screen()}`)), patienceMs);
    this.#changed.on('written', look);
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#changed.off('written', look);
    }
  }

  /** Resolves when a few frames have gone by in which nothing was written. */
  async idle(): Promise<void> {
    for (let quiet = 0; quiet < quietFrames; ) {
      const before = this.bytes;
      await setTimeout(frameMs);
      quiet = this.bytes === before ? quiet + 1 : 0;
    }
  }

  #input(): NodeJS.ReadStream {
    const setRawMode = (raw: boolean): void => {
      this.raw = raw;
    };
    const nothing = (): void => undefined;
    return Object.assign(this.#typed, {
      isTTY: true,
      setRawMode,
      ref: nothing,
      unref: nothing,
    }) as unknown as NodeJS.ReadStream;
  }

  #output(columns: number, rows: number): NodeJS.WriteStream {
    const stream = new PassThrough();
    stream.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      this.#terminal.write(chunk, () => this.#changed.emit('written'));
    });
    return Object.assign(stream, { isTTY: true, columns, rows }) as unknown as NodeJS.WriteStream;
  }
}
