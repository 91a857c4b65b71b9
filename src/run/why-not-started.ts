import type { UnitView } from '../core/run-view.ts';
import { type InstanceId, unitOf } from '../core/unit-state.ts';

type Units = ReadonlyMap<string, Pick<UnitView, 'needs'>>;

/** Most units of a chain that are named. */
const mostNamed = 4;

/**
 * Tells why an instance is not started after others have failed, such as `db failed (through migrate, api)`: what failed,
 * and what lies between the two; `otherwise` where it needs none of them.
 */
export function whyNotStarted(
  units: Units,
  failed: ReadonlySet<InstanceId>,
  otherwise: string,
): (instance: InstanceId) => string {
  const culprits = new Set([...failed].map(unitOf));
  return (instance) => chainText(chainTo(units, unitOf(instance), culprits)) ?? otherwise;
}

function chainText(chain: readonly string[]): string | undefined {
  const [culprit, ...between] = chain.toReversed();
  if (culprit === undefined) return undefined;
  if (between.length === 0) return `${culprit} failed`;
  const named = between.length > mostNamed ? [...between.slice(0, mostNamed - 1), '…', between.at(-1)] : between;
  return `${culprit} failed (through ${named.join(', ')})`;
}

/** The shortest way from a unit through what it needs to one that failed, without the unit itself; empty: there is none. */
function chainTo(units: Units, unit: string, failed: ReadonlySet<string>): readonly string[] {
  const cameFrom = new Map<string, string>();
  const queue = [unit];
  for (const name of queue) {
    if (failed.has(name)) return wayTo(name, unit, cameFrom);
    for (const need of units.get(name)?.needs ?? []) {
      if (need === unit || cameFrom.has(need)) continue;
      cameFrom.set(need, name);
      queue.push(need);
    }
  }
  return [];
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const way: string[] = [];
  for (let at: string | undefined = end; at !== undefined && at !== start; at = cameFrom.get(at)) way.unshift(at);
  return way;
}
