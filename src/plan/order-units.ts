import toposort from 'toposort';
import type { Graph } from './graph.ts';

/**
 * Units of one stage, each after those that it waits for, as near to the given order as may be.
 * Undefined where a chain is too long: toposort recurses, and the stack ends somewhere beyond 5,000 in a row.
 * The graph must have no cycle.
 */
export function orderUnits(units: readonly string[], graph: Graph): readonly string[] | undefined {
  const members = new Set(units);
  const edges = units.flatMap((unit) =>
    (graph.get(unit) ?? [])
      .filter((edge) => members.has(edge.to))
      .map((edge): [string, string] => [edge.to, edge.from]),
  );
  try {
    return toposort.array(units, edges);
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}
