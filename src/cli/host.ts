import { readFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import type { Host, ProcessIdentity } from '../core/host.ts';

/** What of a Node.js process a host is made of. */
export type NodeProcess = Pick<NodeJS.Process, 'pid' | 'platform' | 'env' | 'getuid' | 'kill'>;

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

/** When a process started, in clock ticks since boot: field 22 of proc(5) stat. '' where the platform has no /proc. */
function startOf(pid: number): string {
  const stat = textOf(`/proc/${pid}/stat`);
  // The second field is the command in brackets, and may hold brackets and blanks itself.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3] ?? '';
}

function exists(pid: number, { kill }: NodeProcess): boolean {
  try {
    return kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const differ = (a: string, b: string): boolean => a !== '' && b !== '' && a !== b;

/** The machine and process that this is. */
export function makeHost(process: NodeProcess): Host {
  const bootId = textOf('/proc/sys/kernel/random/boot_id');
  return {
    name: hostname(),
    platform: process.platform,
    home: process.env.HOME || homedir(),
    uid: process.getuid?.(),
    environment: { ...process.env },
    process: { pid: process.pid, start: startOf(process.pid), bootId },
    isAlive: (other: ProcessIdentity) =>
      !differ(other.bootId, bootId) && exists(other.pid, process) && !differ(other.start, startOf(other.pid)),
  };
}
