import { unitOf } from '../core/unit-state.ts';
import type { Action } from './action.ts';
import { movableServices } from './addresses/planned-addresses.ts';
import type { Plan, PlannedUnit } from './plan.ts';

/** A container that is there as it should be, until something that it stands on changes. */
const isUndisturbed = ({ action, container }: Action): boolean => action === 'keep' && container !== undefined;

/** The service gets another container, or its own is started anew. */
const isRenewed = ({ action }: Action): boolean => action === 'recreate' || action === 'create' || action === 'restart';

/** It may be found elsewhere afterwards. */
const isStarted = (action: Action): boolean => action.action === 'start' || isRenewed(action);

/** What is kept as it is may have to be made anew once it is known where those are that it refers to. */
function open(action: Action, moving: readonly string[]): Action {
  if (moving.length === 0 || action.pendingOn.length > 0 || action.container?.kind !== 'service') return action;
  if (action.action !== 'keep' && action.action !== 'start') return action;
  const cause = `${action.cause}, unless the addresses of ${moving.join(', ')} differ`;
  return { ...action, cause, pendingOn: moving };
}

/**
 * What a new container of one unit means for others: those that say `restart: true` are started anew (Compose
 * Specification, `depends_on`), those that share its namespaces or volumes need a new container themselves.
 */
export function withConsequences(plan: Plan, decided: readonly Action[]): readonly Action[] {
  const byUnit = Map.groupBy(decided, (action) => unitOf(action.instance));
  const settled = new Map<string, readonly Action[]>();
  // Each unit stands after those that it needs, so one pass is enough.
  for (const planned of plan.units.values()) {
    const own = byUnit.get(planned.name) ?? [];
    const isNew = (unit: string): boolean => settled.get(unit)?.some(isRenewed) ?? false;
    const moving = movableServices(planned.addresses).filter((unit) => settled.get(unit)?.some(isStarted));
    settled.set(
      planned.name,
      own.map((action) => open(consequence(planned, action, isNew), moving)),
    );
  }
  return [...settled.values()].flat();
}

function consequence({ kind, basedOn, needs }: PlannedUnit, action: Action, isNew: (unit: string) => boolean): Action {
  if (kind === 'job' || action.container === undefined) return action;
  const base = basedOn.find(isNew);
  if (base !== undefined && (action.action === 'keep' || action.action === 'start')) {
    return { ...action, action: 'recreate', cause: `"${base}" gets another container` };
  }
  const cause = needs.find(({ restart, unit }) => restart && isNew(unit));
  if (cause === undefined || !isUndisturbed(action)) return action;
  return { ...action, action: 'restart', cause: `"${cause.unit}" is started anew` };
}
