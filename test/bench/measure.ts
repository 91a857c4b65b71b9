import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** One run of a program. */
export interface Sample {
  /** from its start to its end, ms */
  readonly wallMs: number;
  /** of the process itself, s; 0 where it can not be told */
  readonly cpuSeconds: number;
  /** largest resident size seen, bytes; 0 where it can not be told */
  readonly peakBytes: number;
}

/** Clock ticks a second of /proc on every Linux that Node runs on. */
const ticks = 100;

/** How often a running program is looked at, ms: its last moments may be missed. */
const lookEvery = 20;

/** Runs a program to its end and measures it; fails with what it said when it fails. */
export async function measure(
  command: string,
  args: readonly string[],
  { environment = {} }: { readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<Sample> {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  let seen = { cpuSeconds: 0, peakBytes: 0 };
  const timer = setInterval(() => (seen = later(seen, usageOf(child.pid))), lookEvery);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  const wallMs = performance.now() - began;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${said}`);
  return { wallMs, ...seen };
}

/** What a process has used. */
export type Usage = Omit<Sample, 'wallMs'>;

/** What is seen of a process that is about to be gone has no size any more. */
const later = (before: Usage, now: Usage | undefined): Usage =>
  now === undefined ? before : { ...now, peakBytes: Math.max(before.peakBytes, now.peakBytes) };

/** What a process has used until now; undefined where it is gone or can not be looked at. */
export function usageOf(pid: number | undefined): Usage | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticks, peakBytes: Number(peak ?? 0) * 1024 };
  } catch {
    return undefined;
  }
}

/** What a process and all that it started have used so far: `docker compose` is a child of `docker`. */
export function usageOfAll(pid: number): Usage {
  const usages = [usageOf(pid), ...childrenOf(pid).map(usageOfAll)].filter((usage) => usage !== undefined);
  return {
    cpuSeconds: usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    peakBytes: usages.reduce((sum, { peakBytes }) => sum + peakBytes, 0),
  };
}

function childrenOf(pid: number): readonly number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'));
    return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  } catch {
    return [];
  }
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
