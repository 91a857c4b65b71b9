import type { Outcome } from '../core/event.ts';
import type { Plan } from '../plan/plan.ts';
import { up } from '../run/up.ts';
import { type UpPolicy, usualPolicy } from '../run/up-policy.ts';
import type { Footing } from './footing.ts';
import { type Deed, perform } from './perform.ts';

/** Brings up what a plan says, and resolves when it is ready. */
export async function bringUp(
  footing: Footing,
  plan: Plan,
  policy: Partial<UpPolicy>,
  deed: Deed,
  signal?: AbortSignal,
): Promise<Outcome> {
  return await perform(
    footing,
    deed,
    (options) =>
      up({
        ...options,
        plan,
        unitNames: new Set(footing.project.manifest.units.keys()),
        stay: 'no',
        followLogs: () => false,
        policy: { ...usualPolicy, ...policy },
      }),
    signal,
  );
}
