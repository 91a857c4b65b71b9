import { type Family, send } from './family.ts';

/**
 * Asks a unit's processes to end, and ends those for good that have not after the grace period (ms). `main` is the
 * leader of their group, as long as it is known to run; absent: there are only others left.
 */
export async function stopFamily(
  family: Family,
  main: number | undefined,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  // Seen while all of them still hang together: what leaves the group is known by this.
  const members = family.members();
  if (main !== undefined) send(-main, signal);
  // A group is asked as one; what has left it would never hear of that.
  for (const { pid, group } of members) if (main === undefined || group !== main) send(pid, signal);
  // What is paused could not end.
  if (main !== undefined) send(-main, 'SIGCONT');
  await family.gone(graceMs);
  await family.kill();
}
