import { readFileSync } from 'node:fs';
import type { ProcessIdentity } from '../../core/host.ts';

/** The text of a small file; '' where there is none. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

/** What proc(5) stat says of a process, from its third field on; empty where the platform has no /proc. */
function statOf(pid: number): readonly string[] {
  const stat = textOf(`/proc/${pid}/stat`);
  // The second field is the command in brackets, and may hold brackets and blanks itself.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

const bootId = (): string => textOf('/proc/sys/kernel/random/boot_id');

/** In clock ticks since boot; '' where it can not be had. */
const startIn = (stat: readonly string[]): string => stat[22 - 3] ?? '';

/** A process of this machine for good: a pid alone is reused. */
export const identityOf = (pid: number): ProcessIdentity => ({ pid, start: startIn(statOf(pid)), bootId: bootId() });

/**
 * Whether that very process still runs: false also when its pid was reused, the machine was rebooted, or nobody has
 * taken notice of its end yet.
 */
export function isAlive(other: ProcessIdentity, { kill }: Pick<NodeJS.Process, 'kill'>): boolean {
  if (differ(other.bootId, bootId()) || !exists(other.pid, kill)) return false;
  const stat = statOf(other.pid);
  return stat[0] !== 'Z' && !differ(other.start, startIn(stat));
}

function exists(pid: number, kill: NodeJS.Process['kill']): boolean {
  try {
    return kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const differ = (a: string, b: string): boolean => a !== '' && b !== '' && a !== b;
