import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine, as far as it matters to whom it belongs. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** in the platform's own form */
  readonly start: string;
  /** its program, for people */
  readonly name: string;
}

/** All processes that run now; those that have ended and were not taken notice of are none. */
export function processTable(): readonly ProcessEntry[] {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

function fromProc(): readonly ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => entryOf(Number(name)));
}

/** proc(5) stat; the command in brackets may hold brackets and blanks itself. */
function entryOf(pid: number): readonly ProcessEntry[] {
  const stat = read(pid, 'stat');
  const end = stat.lastIndexOf(')');
  const [state, parent, group, session] = stat.slice(end + 2).split(' ', 4);
  if (state === undefined || state === '' || state === 'Z' || state === 'X') return [];
  return [
    {
      pid,
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
      start: stat.slice(end + 2).split(' ')[22 - 3] ?? '',
      name: stat.slice(stat.indexOf('(') + 1, end),
    },
  ];
}

/** Where there is no /proc; sessions are not told there. */
function fromPs(): readonly ProcessEntry[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart=,comm='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line): readonly ProcessEntry[] => {
    const [, pid, parent, group, stat = '', start = '', name = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || stat.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, start, name }];
  });
}

/**
 * The environment that a process was begun with, as `NAME=value`: none while it is just becoming another program
 * (execve(2)); undefined where it can not be seen.
 */
export const variablesOf = (pid: number): readonly string[] | undefined =>
  readIfSeen(pid, 'environ')?.split('\0').filter(Boolean);

/** Whether it is the kernel's own, which has no environment: all of those are begun by kthreadd. */
export const isOfKernel = ({ pid, parent }: ProcessEntry): boolean => pid === kthreadd || parent === kthreadd;

const kthreadd = 2;

/** The kernel's clock for times of processors (USER_HZ): the same on all that Node runs on. */
const ticksPerSecond = 100;

/** Time of a processor that a process has used, itself and through children that it waited for, ms, and its memory in bytes. */
export function usageOfProcess(pid: number): { readonly cpuMs: number; readonly memory: number } | undefined {
  const stat = read(pid, 'stat');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(read(pid, 'status')) ?? [];
  if (fields.length < 15 || kilobytes === undefined) return undefined;
  // proc(5) counts from 1, and the first two fields are cut off: utime, stime, cutime, cstime.
  const ticks = fields.slice(14 - 3, 18 - 3).reduce((sum, field) => sum + Number(field), 0);
  return { cpuMs: (ticks * 1000) / ticksPerSecond, memory: Number(kilobytes) * 1024 };
}

const read = (pid: number, file: 'stat' | 'status'): string => readIfSeen(pid, file) ?? '';

function readIfSeen(pid: number, file: 'stat' | 'environ' | 'status'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return undefined;
  }
}
