import { formatDuration } from '../core/duration.ts';
import type { Engine } from '../engine/engine.ts';
import type { Plan } from '../plan/plan.ts';
import { goesBack } from '../run/migrations/goes-back.ts';
import { systemClock } from '../run/system-clock.ts';
import type { UpPolicy } from '../run/up-policy.ts';
import type { Options } from './command.ts';
import type { Shell } from './shell.ts';

/**
 * Asks, where data is ahead of its migrations and there is a snapshot to go back to, whether that may take its place:
 * before anything is shown or done. Without a terminal nobody can be asked, and the run refuses it.
 */
export async function askToRestore(
  engine: Engine,
  plan: Plan,
  policy: UpPolicy,
  { yes = false }: Options,
  shell: Shell,
): Promise<UpPolicy> {
  if (!goesBack(plan) || policy.startNothing) return policy;
  if (yes) return { ...policy, mayRestore: true };
  if (!shell.stdin.isTTY) return policy;
  const [{ dueRestores }, { agrees }] = await Promise.all([
    import('../run/migrations/due-restores.ts'),
    import('./agrees.ts'),
  ]);
  const due = await dueRestores(engine, plan, policy, new AbortController().signal);
  for (const { job, ahead, at } of due) {
    shell.stderr.write(`the data of job "${job}" has migrations without a file here: ${ahead.join(', ')}\n`);
    const age = formatDuration(Math.max(0, systemClock.now() - at));
    if (!(await agrees(`put back the snapshot from ${age} ago?`, shell))) return policy;
  }
  return { ...policy, mayRestore: due.length > 0 };
}
