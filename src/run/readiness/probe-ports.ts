import type { Plan, PlannedUnit } from '../../plan/plan.ts';
import { probePortsFor, type Route } from './route.ts';

/** Ports that have to be published for the probes of a unit, and of those that share its network, on this route to it. */
export function probePortsOf(plan: Plan, { unit }: PlannedUnit, route: Route): readonly number[] {
  const { networking } = unit;
  // Whose network is another's can publish nothing itself.
  if (unit.kind === 'job' || networking.kind === 'unit' || networking.kind === 'container') return [];
  const published = unit.ports.filter(({ protocol }) => protocol === 'tcp').map(({ container }) => container);
  const checks = inNetworkOf(plan, unit.name).flatMap((one) => (one.kind === 'service' ? one.readiness.checks : []));
  return probePortsFor(checks, published, route);
}

/** A unit and all that have its network, also through one another. */
function inNetworkOf({ units }: Plan, name: string): readonly PlannedUnit['unit'][] {
  const found = new Set([name]);
  for (const base of found) {
    for (const { unit } of units.values()) {
      if (unit.networking.kind === 'unit' && unit.networking.unit === base) found.add(unit.name);
    }
  }
  return [...found].flatMap((one) => units.get(one)?.unit ?? []);
}
