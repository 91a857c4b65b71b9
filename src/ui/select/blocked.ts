import type { RunView } from '../../core/run-view.ts';
import { unitOf } from '../../core/unit-state.ts';
import { instancesOf, stateOf } from './unit-text.ts';

/** A unit that was not started because of another one. */
export interface Blocked {
  readonly unit: string;
  /** what it needs, and that needs what failed, directly or not; absent where it needs that itself, or nothing of it */
  readonly through?: string;
  /** its stage, where that is all that keeps it: one before it is not through */
  readonly stage?: string;
}

/** Units that never started and that need this one, directly or not, or stand in a later stage. */
export function blockedBy(view: RunView, unit: string): readonly Blocked[] {
  const stage = view.units.get(unit)?.stage ?? 0;
  const needed = chainsFrom(view, unit);
  return waitingUnits(view).flatMap((name): readonly Blocked[] => {
    const before = needed.get(name);
    if (before !== undefined) return [before === unit ? { unit: name } : { unit: name, through: before }];
    const own = view.units.get(name)?.stage ?? 0;
    return name !== unit && own > stage ? [{ unit: name, stage: view.stages[own]?.name ?? '' }] : [];
  });
}

/** `migrate, api (through migrate), docs (stage app)` */
export const blockedText = (blocked: readonly Blocked[]): string =>
  blocked
    .map(({ unit, through, stage }) => {
      if (through !== undefined) return `${unit} (through ${through})`;
      return stage === undefined || stage === '' ? unit : `${unit} (stage ${stage})`;
    })
    .join(', ');

function waitingUnits(view: RunView): readonly string[] {
  const waiting = instancesOf(view).filter((instance) => {
    const { phase } = stateOf(view, instance);
    return phase === 'pending' || phase === 'canceled';
  });
  return [...new Set(waiting.map(unitOf))];
}

/** All that needs a unit, directly or not, each with the one before it on the shortest way there. */
function chainsFrom(view: RunView, unit: string): ReadonlyMap<string, string> {
  const before = new Map<string, string>();
  let reached: readonly string[] = [unit];
  while (reached.length > 0) {
    const next: string[] = [];
    for (const each of view.units.values()) {
      const need = reached.find((name) => each.needs.includes(name));
      if (need === undefined || each.unit === unit || before.has(each.unit)) continue;
      before.set(each.unit, need);
      next.push(each.unit);
    }
    reached = next;
  }
  return before;
}
