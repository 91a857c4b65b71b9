import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Shell, StopSignal } from '../shell.ts';

/** A program that runs on this terminal. */
export interface RunningProgram {
  /** its exit code; that of one that was ended by a signal is 128 and the number of the signal, as in shells */
  readonly exitCode: Promise<number>;
  /** Takes a signal that this process got: the first asks the program to end, the next one ends it. */
  signal(name: StopSignal): void;
}

/** Runs a program with the streams of this one. `exitCode` rejects with what the system says where it can not be started. */
export function runProgram(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  { folder, stdin, stdout, stderr }: Shell,
): RunningProgram {
  const child = spawn(file, args, { cwd: folder, env: environment, stdio: kindsOf([stdin, stdout, stderr]) });
  child.stdout?.pipe(stdout, { end: false });
  child.stderr?.pipe(stderr, { end: false });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('exit', async (code, signal) => {
    if (child.stdout ?? child.stderr) await Promise.race([once(child, 'close'), sleep(drainMs)]);
    resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
  });
  let isAsked = false;
  return {
    exitCode: promise,
    signal(name) {
      // A terminal sends Ctrl-C to both by itself, and many programs take a second one for impatience.
      const isSent = name === 'SIGINT' && stdin.isTTY;
      if (isAsked) child.kill('SIGKILL');
      else if (!isSent) child.kill(name);
      isAsked = true;
    },
  };
}

/** Longest that output is waited for of which the program has left others to write, ms. */
const drainMs = 500;

/** A stream of this process is the program's as it is; what it writes to others is brought there, and they give it nothing. */
const kindsOf = (streams: readonly object[]): ('inherit' | 'pipe' | 'ignore')[] =>
  streams.map((stream, index) => ('fd' in stream ? 'inherit' : index === 0 ? 'ignore' : 'pipe'));
