import type { Plan } from '../../plan/plan.ts';

/** Whether any service of a plan is asked over the network whether it is ready. */
export function probesNetwork({ units }: Plan): boolean {
  return [...units.values()].some(
    ({ unit }) =>
      unit.kind === 'service' &&
      unit.readiness.checks.some(({ probe }) => probe.kind === 'http' || probe.kind === 'tcp'),
  );
}
