import assert from 'node:assert/strict';
import type { Manifest } from '../../src/manifest/model.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan, PlannedUnit } from '../../src/plan/plan.ts';
import type { Selection } from '../../src/plan/select-units.ts';

/** The plan of a manifest that is known to be sound. */
export function planOf(manifest: Manifest, selection: Selection = {}): Plan {
  const { plan, problems } = makePlan(manifest, selection);
  assert(plan, problems.map((problem) => problem.message).join('\n'));
  return plan;
}

export function unitOfPlan(plan: Plan, name: string): PlannedUnit {
  const unit = plan.units.get(name);
  assert(unit, `${name} is not in the plan`);
  return unit;
}
