import { PassThrough } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { makeHost } from '../../../src/cli/host.ts';
import type { Shell, StopSignal } from '../../../src/cli/shell.ts';

/** What of a shell a test decides. */
export interface TestShellOptions {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A shell without a process, and what was written to it. */
export interface TestShell extends Shell {
  readonly written: { readonly out: string; readonly err: string };
  readonly left: readonly number[];
  signal(name: StopSignal): void;
}

function collector(options: TestShellOptions, collect: (text: string) => void): WriteStream {
  const stream = new PassThrough().on('data', (chunk: Buffer) => collect(chunk.toString()));
  return Object.assign(stream, {
    isTTY: options.isTTY === true,
    columns: options.columns ?? 80,
  }) as unknown as WriteStream;
}

export function testShell(options: TestShellOptions = {}): TestShell {
  const written = { out: '', err: '' };
  const left: number[] = [];
  const listeners = new Set<(signal: StopSignal) => void>();
  return {
    host: { ...makeHost(process), environment: options.environment ?? {} },
    version: '1.2.3',
    nodeVersion: '24.1.0',
    folder: options.folder ?? process.cwd(),
    stdin: Object.assign(new PassThrough(), { isTTY: options.isTTY === true }) as unknown as ReadStream,
    stdout: collector(options, (text) => {
      written.out += text;
    }),
    stderr: collector(options, (text) => {
      written.err += text;
    }),
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onCrash: () => {},
    suspend: async () => undefined,
    leave: (exitCode) => void left.push(exitCode),
    written,
    left,
    signal: (name) => {
      for (const listener of listeners) listener(name);
    },
  };
}
