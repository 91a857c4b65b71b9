import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** The built program, as a user starts it. */
export const bin = new URL('../../../bin/devstack.js', import.meta.url).pathname;

/** The fixtures of the repository. */
export const fixtures = new URL('../../../fixtures', import.meta.url).pathname;

/** What a program that has ended leaves. */
export interface Ended {
  /** null where a signal ended it */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when it has written this on either stream; fails when it ends before. */
  wrote(text: string | RegExp): Promise<void>;
}

/** Starts devstack without a terminal; ends with the test file at the latest. */
export function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let more = Promise.withResolvers<void>();
  const tell = () => {
    more.resolve();
    more = Promise.withResolvers();
  };
  // A character may come in two pieces.
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    tell();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    tell();
  });
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, stdout, stderr }));
  return {
    child,
    ended,
    async wrote(text) {
      const hasWritten = () =>
        typeof text === 'string' ? (stdout + stderr).includes(text) : text.test(stdout + stderr);
      while (!hasWritten()) {
        const hasEnded = await Promise.race([ended.then(() => true), more.promise.then(() => false)]);
        if (hasEnded && !hasWritten()) throw new Error(`ended without having written ${text}:\n${stdout}${stderr}`);
      }
    },
  };
}

/** Runs devstack to its end. */
export const devstack = (args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended> =>
  start(args, environment).ended;
