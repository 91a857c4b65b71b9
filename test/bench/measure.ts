import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { endedCpuSeconds, type Usage, usageOfAll } from './usage.ts';

/** One run of a program: what it and all that it started have used, whoever it is. */
export interface Sample extends Usage {
  /** from its start to its end, ms */
  readonly wallMs: number;
}

/** A program and its arguments. */
export type Invocation = readonly [command: string, args: readonly string[]];

interface Options {
  readonly environment?: Readonly<Record<string, string>>;
  /** ends the program: once gently, then not */
  readonly signal?: AbortSignal;
}

/** How often a running program is looked at, ms: only its size can be missed, of its last moments. */
const lookEvery = 10;

/** So long may a program take to end when it is told to, ms. */
const patienceMs = 20_000;

/**
 * Runs a program to its end and measures it; fails with what it said when it fails. CPU is what the kernel has counted
 * for the children of this process, so that one is measured at a time.
 */
export async function measure([command, args]: Invocation, options: Options = {}): Promise<Sample> {
  const before = endedCpuSeconds();
  const began = performance.now();
  const sizes: number[] = [];
  const look = (pid: number): void => void sizes.push(usageOfAll(pid).peakBytes);
  await runLookingAt([command, args], options, look);
  const wallMs = performance.now() - began;
  const peakBytes = sizes.reduce((most, size) => (size > 0 && !(size < most) ? size : most), Number.NaN);
  // The kernel tells whole ticks of 10 ms: what is beyond is noise of the difference.
  return { wallMs, cpuSeconds: Number((endedCpuSeconds() - before).toFixed(2)), peakBytes };
}

/** Runs a program to its end; fails with what it said when it fails. */
export async function run(invocation: Invocation, options: Options = {}): Promise<void> {
  await runLookingAt(invocation, options, () => undefined);
}

async function runLookingAt(
  [command, args]: Invocation,
  { environment = {}, signal }: Options,
  look: (pid: number) => void,
): Promise<void> {
  signal?.throwIfAborted();
  // In a process group of its own: a Ctrl-C is for the benchmark, which ends what it measures and then removes its traces.
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const timer = setInterval(() => child.pid !== undefined && look(child.pid), lookEvery);
  const stop = (): void => end(child);
  signal?.addEventListener('abort', stop);
  try {
    const [code] = await once(child, 'close');
    signal?.throwIfAborted();
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${said.trim()}`);
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', stop);
  }
}

function end(child: ChildProcess): void {
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  child.once('close', () => clearTimeout(timer));
}

/** The number below which so much of them lies, such as 0.95. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}
