import type { LockHolder } from '../project-lock.ts';
import { label } from './labels.ts';

/** A holder as labels. */
export const writeHolder = ({ command, host, process, since }: LockHolder): Record<string, string> => ({
  [label.lockCommand]: command,
  [label.lockHost]: host,
  [label.lockPid]: String(process.pid),
  [label.lockStart]: process.start,
  [label.lockBoot]: process.bootId,
  [label.lockSince]: String(since),
});

/**
 * A holder from the labels of its lock. One that can not be read is of no machine that we know, so that it counts as
 * alive; `created` (ms since the epoch) is then all that is known.
 */
export function readHolder(labels: Readonly<Record<string, string>>, created: number): LockHolder {
  const pid = Number(labels[label.lockPid]);
  const host = labels[label.lockHost];
  if (!Number.isInteger(pid) || pid <= 0 || !host) {
    return { command: 'unknown', host: '', process: { pid: 0, start: '', bootId: '' }, since: created };
  }
  return {
    command: labels[label.lockCommand] ?? 'unknown',
    host,
    process: { pid, start: labels[label.lockStart] ?? '', bootId: labels[label.lockBoot] ?? '' },
    since: Number(labels[label.lockSince]) || created,
  };
}
