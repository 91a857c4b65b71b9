import { readdirSync, readFileSync } from 'node:fs';

/** What a program has used. All of it is NaN where it can not be told: it is read from /proc of Linux. */
export interface Usage {
  /** CPU, user and system, s */
  readonly cpuSeconds: number;
  /** largest resident size, bytes */
  readonly peakBytes: number;
}

/** Clock ticks a second of /proc on every Linux that Node runs on. */
const ticks = 100;

const unknown: Usage = { cpuSeconds: Number.NaN, peakBytes: Number.NaN };

/** What one process has used until now, without what it started; undefined where it is gone or can not be looked at. */
export function usageOf(pid: number): Usage | undefined {
  const times = timesOf(pid);
  const peakBytes = peakOf(pid);
  return times && peakBytes !== undefined ? { cpuSeconds: times.own, peakBytes } : undefined;
}

/**
 * What a process and all that it started have used so far: `docker compose` is a child of `docker`. What has ended is
 * in the CPU of who waited for it; sizes are the sum of the largest of each process that lives.
 */
export function usageOfAll(pid: number): Usage {
  const times = timesOf(pid);
  if (times === undefined) return unknown;
  const children = childrenOf(pid)
    .map(usageOfAll)
    .filter(({ cpuSeconds }) => !Number.isNaN(cpuSeconds));
  return {
    cpuSeconds: children.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, times.own + times.ended),
    peakBytes: children.reduce((sum, { peakBytes }) => sum + peakBytes, peakOf(pid) ?? 0),
  };
}

/** CPU of all children of this process that have ended, and of all that those waited for, s. */
export const endedCpuSeconds = (): number => timesOf('self')?.ended ?? Number.NaN;

function timesOf(pid: number | 'self'): { readonly own: number; readonly ended: number } | undefined {
  const fields = textOf(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ')
    .map(Number);
  if (fields === undefined) return undefined;
  // utime and stime, cutime and cstime of proc_pid_stat(5); the first two of its fields are cut off above.
  const [own = 0, ownSystem = 0, ended = 0, endedSystem = 0] = fields.slice(11, 15);
  return { own: (own + ownSystem) / ticks, ended: (ended + endedSystem) / ticks };
}

/** Of one that has ended and was not waited for yet there is no size. */
function peakOf(pid: number): number | undefined {
  const peak = /VmHWM:\s+(\d+) kB/.exec(textOf(`/proc/${pid}/status`) ?? '')?.[1];
  return peak === undefined ? undefined : Number(peak) * 1024;
}

function childrenOf(pid: number): readonly number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const lists = threads.map((thread) => textOf(`/proc/${pid}/task/${thread}/children`) ?? '');
    return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  } catch {
    return [];
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
