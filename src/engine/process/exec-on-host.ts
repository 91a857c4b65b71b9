import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { DevstackError } from '../../core/failure.ts';
import type { ExecCommand, ExecResult, Streams } from '../engine.ts';
import { environmentFor } from './launch.ts';
import { environmentOnHost, pathOnHost } from './places.ts';
import { hasCode } from './small-files.ts';
import type { FoundUnit } from './units.ts';

/** Most bytes of its output that are kept. */
const keptOutput = 4096;
/** As a shell tells that there is no such program, or that it may not be run. */
const notFound = 127;
const notRunnable = 126;

type Environment = Readonly<Record<string, string | undefined>>;
type Stdio = 'ignore' | 'pipe';

const argvOf = (command: ExecCommand): readonly string[] =>
  command.kind === 'shell' ? ['/bin/sh', '-c', command.script] : command.argv;

/** Where a command beside a unit runs: in its folder and with its environment. */
const placeOf = ({ file }: FoundUnit, command: ExecCommand, base: Environment): SpawnOptions => ({
  cwd: command.workingDir === undefined ? file.workingDir : pathOnHost(file, command.workingDir),
  env: { ...environmentFor(file, base), ...environmentOnHost(command.environment ?? new Map(), file.places) },
});

/** A command beside a unit. */
function begin(unit: FoundUnit, command: ExecCommand, base: Environment, stdio: Stdio, input: Stdio): ChildProcess {
  const [program = '', ...args] = argvOf(command);
  return spawn(program, args, { ...placeOf(unit, command, base), stdio: [input, stdio, stdio], detached: true });
}

/** The same with the terminal of this process. A shell with job control makes it the one that Ctrl-C is for. */
const beginOnTerminal = (unit: FoundUnit, command: ExecCommand, base: Environment): ChildProcess =>
  spawn('/bin/sh', ['-m', '-c', '"$@"; exit $?', 'sh', ...argvOf(command)], {
    ...placeOf(unit, command, base),
    stdio: 'inherit',
  });

/** A command beside a unit with streams of the caller. */
export function beginWith(unit: FoundUnit, command: ExecCommand, streams: Streams, base: Environment): ChildProcess {
  const { stdin, stdout, stderr, terminal } = streams;
  if (terminal !== undefined) {
    terminal.lend();
    return beginOnTerminal(unit, command, base);
  }
  const child = begin(unit, command, base, 'pipe', stdin === undefined ? 'ignore' : 'pipe');
  child.stdout?.pipe(stdout, { end: false });
  child.stderr?.pipe(stderr, { end: false });
  // It may leave before it has read all.
  child.stdin?.on('error', () => undefined);
  if (child.stdin) stdin?.pipe(child.stdin);
  return child;
}

/** The exit code, when its output has ended, too. */
export async function endOf(child: ChildProcess): Promise<number> {
  return await new Promise((resolve) => {
    child.once('error', (error) => resolve(hasCode(error, 'ENOENT') ? notFound : notRunnable));
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** Runs a command beside a unit that runs, and keeps the end of what it says. */
export async function execOnHost(
  unit: FoundUnit | undefined,
  command: ExecCommand,
  base: Environment,
  signal: AbortSignal,
): Promise<ExecResult> {
  signal.throwIfAborted();
  const child = begin(runningOf(unit), command, base, 'pipe', 'ignore');
  let output: Buffer = Buffer.alloc(0);
  const keep = (chunk: Buffer): void => {
    output = Buffer.concat([output, chunk]).subarray(-keptOutput);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return { exitCode: await orAborted(endOf(child), signal), output: output.toString() };
}

/** The same with streams of the caller. */
export async function execWithStreams(
  unit: FoundUnit | undefined,
  command: ExecCommand,
  streams: Streams | 'detached',
  base: Environment,
  signal: AbortSignal,
): Promise<number> {
  signal.throwIfAborted();
  if (streams === 'detached') {
    const child = begin(runningOf(unit), command, base, 'ignore', 'ignore');
    child.on('error', () => undefined);
    child.unref();
    return 0;
  }
  const child = beginWith(runningOf(unit), command, streams, base);
  // On a terminal it would go on to read the keys of whoever has that then.
  const release = streams.terminal && (() => child.kill('SIGHUP'));
  return await orAborted(endOf(child), signal).finally(release);
}

function runningOf(unit: FoundUnit | undefined): FoundUnit {
  if (unit?.state.kind === 'running' && !unit.isLost) return unit;
  const message = 'could not run a command in the container: the container is not running';
  throw new DevstackError({ code: 'engine-refused', family: 'engine', message });
}

/** It goes on after an abort, as on any engine. */
async function orAborted<Value>(done: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([done, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
