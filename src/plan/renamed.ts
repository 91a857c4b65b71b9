import { unitOf } from '../core/unit-state.ts';
import type { Action } from './action.ts';
import { isSameButName } from './config-of.ts';
import type { Wanted } from './decide-action.ts';
import type { ObservedContainer } from './observed.ts';
import type { Plan, PlannedUnit } from './plan.ts';

/**
 * Units that are only called something else now: a new container that is the same as one of an orphan but for its
 * name takes its place, so that both do not stand there with the same ports.
 */
export function renamed(
  plan: Plan,
  actions: readonly Action[],
  orphans: readonly ObservedContainer[],
  wanted: (unit: PlannedUnit, index: number) => Wanted,
): { readonly actions: readonly Action[]; readonly left: readonly ObservedContainer[] } {
  const left = new Set(orphans);
  const found = actions.map((action): Action => {
    const planned = plan.units.get(unitOf(action.instance));
    if (action.action !== 'create' || planned === undefined || left.size === 0) return action;
    const want = wanted(planned, planned.instances.indexOf(action.instance) + 1);
    if (typeof want === 'string') return action;
    const before = [...left].find(({ kind, config }) => kind === planned.kind && isSameButName(config, want.config));
    if (before === undefined) return action;
    left.delete(before);
    return { ...action, action: 'recreate', cause: `was "${before.unit}" before`, container: before };
  });
  return { actions: found, left: [...left] };
}
