import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from '../stage.ts';
import { type Usage, usageOfAll } from '../usage.ts';

/** What is run in a terminal. */
export interface Program {
  readonly command: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

const patienceMs = 60_000;
/** So much of what was written last is looked through. */
const remembered = 200_000;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A program in a terminal of its own, made by script(1): what it writes is read here and shown nowhere. */
export class Pty implements AsyncDisposable {
  readonly startedAt = performance.now();
  /** bytes that the program wrote */
  bytes = 0;
  readonly #child: ChildProcess;
  readonly #pidFile: string;
  readonly #signal: AbortSignal;
  readonly #written = new EventEmitter();
  #tail = '';

  constructor({ command, columns = 80, rows = 24, environment = {} }: Program, { scratch, signal }: Stage) {
    this.#signal = signal;
    this.#pidFile = join(scratch, `pid-${Math.trunc(this.startedAt * 1000)}`);
    const line = `stty cols ${columns} rows ${rows}; echo $$ >${quoted(this.#pidFile)}; exec ${command.map(quoted).join(' ')}`;
    this.#child = spawn('script', ['-qfec', line, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, CI: '', TERM: 'xterm-256color', SHELL: '/bin/sh', ...environment },
      // Not for a Ctrl-C: it is ended when its case is.
      detached: true,
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      this.#tail = (this.#tail + chunk.toString()).slice(-remembered);
      this.#written.emit('more');
    });
  }

  /** Presses a key, and resolves to how long it took until this was written, ms. */
  async press(key: string, shows: RegExp): Promise<number> {
    this.#tail = '';
    const pressedAt = performance.now();
    this.#child.stdin?.write(key);
    return (await this.writes(shows)) - pressedAt;
  }

  /** Resolves when this has been written, to the time at which it was. */
  async writes(text: RegExp): Promise<number> {
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(patienceMs)]);
    while (!text.test(this.#tail)) {
      await once(this.#written, 'more', { signal }).catch((cause: unknown) => {
        this.#signal.throwIfAborted();
        throw new Error(`not written: ${text}; the last was\n${this.#tail.slice(-2000)}`, { cause });
      });
    }
    return performance.now();
  }

  /** Whether this is in what was written last. */
  has(text: RegExp): boolean {
    return text.test(this.#tail);
  }

  /** CPU of the program so far, s, and its largest size, bytes. */
  usage(): Usage {
    return usageOfAll(this.#pid());
  }

  /** Ends the program as one whose terminal is closed, and resolves when it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = once(this.#child, 'close');
    if (existsSync(this.#pidFile)) process.kill(this.#pid(), 'SIGHUP');
    else this.#child.kill();
    await gone;
  }

  #pid(): number {
    return Number(readFileSync(this.#pidFile, 'utf8'));
  }
}
