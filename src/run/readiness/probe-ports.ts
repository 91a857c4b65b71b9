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
function inNetworkOf(plan: Plan, name: string): readonly PlannedUnit['unit'][] {
  const found = new Set([name]);
  for (const base of found) for (const sharer of sharersIn(plan).get(base) ?? []) found.add(sharer);
  return [...found].flatMap((one) => plan.units.get(one)?.unit ?? []);
}

/** Every unit asks, and most plans have none of these. */
const known = new WeakMap<Plan, ReadonlyMap<string, readonly string[]>>();

/** Names of the units that have the network of another, by that one's name. */
function sharersIn(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const before = known.get(plan);
  if (before !== undefined) return before;
  const sharers = new Map<string, string[]>();
  for (const { unit } of plan.units.values()) {
    if (unit.networking.kind !== 'unit') continue;
    const { unit: base } = unit.networking;
    sharers.set(base, [...(sharers.get(base) ?? []), unit.name]);
  }
  known.set(plan, sharers);
  return sharers;
}
