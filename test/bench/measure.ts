import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

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
  const timer = setInterval(() => (seen = later(seen, look(child.pid))), lookEvery);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  const wallMs = performance.now() - began;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${said}`);
  return { wallMs, ...seen };
}

type Seen = Omit<Sample, 'wallMs'>;

/** What is seen of a process that is about to be gone has no size any more. */
const later = (before: Seen, now: Seen | undefined): Seen =>
  now === undefined ? before : { ...now, peakBytes: Math.max(before.peakBytes, now.peakBytes) };

/** What a process has used until now; undefined where it has ended. */
export function look(pid: number | undefined): Seen | undefined {
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

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}
