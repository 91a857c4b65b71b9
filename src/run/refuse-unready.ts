import { DevstackError } from '../core/failure.ts';
import { isGiven, type Plan } from '../plan/plan.ts';
import type { Assessment } from './assess.ts';

/** Throws `not-ready` where something is not there that comes before the stage that the run begins with. */
export function refuseUnready(plan: Plan, { byInstance }: Assessment): void {
  const missing = [...plan.units.values()].flatMap((planned) => {
    if (!isGiven(plan, planned)) return [];
    const steps = planned.instances.flatMap((instance) => byInstance.get(instance) ?? []);
    return steps.filter(({ action }) => action !== 'keep').map(({ cause }) => `"${planned.name}" (${cause})`);
  });
  if (missing.length === 0) return;
  const [before, first] = [plan.stages[plan.from - 1]?.name ?? '', plan.stages[plan.from]?.name ?? ''];
  throw new DevstackError({
    code: 'not-ready',
    family: 'unit',
    message: `stage "${first}" can not be the first, for not all that comes before it is there: ${missing.join(', ')}`,
    hint: `run: devstack up --through ${/^[\w.-]+$/.test(before) ? before : JSON.stringify(before)}`,
  });
}
