import type { Edge, Graph } from './graph.ts';

/**
 * One cycle for each group of units that wait for each other: the shortest way round from the unit that the file
 * names first. Walks without recursion, so that no depth is too much.
 */
export function findCycles(graph: Graph): readonly (readonly Edge[])[] {
  const groups = groupsOf(graph);
  const seen = new Set<ReadonlySet<string>>();
  const cycles: (readonly Edge[])[] = [];
  for (const unit of graph.keys()) {
    const group = groups.get(unit);
    if (group === undefined || group.size === 1 || seen.has(group)) continue;
    seen.add(group);
    cycles.push(shortestCycle(graph, group, unit));
  }
  return cycles;
}

/** Strongly connected components, by member (Kosaraju: backwards through the graph, last finished first). */
function groupsOf(graph: Graph): ReadonlyMap<string, ReadonlySet<string>> {
  const dependents = Map.groupBy([...graph.values()].flat(), (edge) => edge.to);
  const groups = new Map<string, Set<string>>();
  for (const root of finishOrder(graph).reverse()) {
    if (groups.has(root)) continue;
    const group = new Set([root]);
    groups.set(root, group);
    // A Set hands out what is added to it on the way, so it is its own queue.
    for (const unit of group) {
      for (const { from } of dependents.get(unit) ?? []) {
        if (groups.has(from)) continue;
        groups.set(from, group);
        group.add(from);
      }
    }
  }
  return groups;
}

function finishOrder(graph: Graph): string[] {
  const seen = new Set<string>();
  const finished: string[] = [];
  const enter = (unit: string) => {
    seen.add(unit);
    return { unit, edges: (graph.get(unit) ?? []).values() };
  };
  for (const root of graph.keys()) {
    if (seen.has(root)) continue;
    const stack = [enter(root)];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.edges.next();
      if (next.done) {
        finished.push(top.unit);
        stack.pop();
      } else if (!seen.has(next.value.to)) {
        stack.push(enter(next.value.to));
      }
    }
  }
  return finished;
}

function shortestCycle(graph: Graph, group: ReadonlySet<string>, start: string): readonly Edge[] {
  const reachedBy = new Map<string, Edge>();
  const queue = new Set([start]);
  for (const unit of queue) {
    for (const edge of graph.get(unit) ?? []) {
      if (edge.to === start) return wayTo(edge, reachedBy);
      if (!group.has(edge.to) || queue.has(edge.to)) continue;
      reachedBy.set(edge.to, edge);
      queue.add(edge.to);
    }
  }
  return [];
}

function wayTo(last: Edge, reachedBy: ReadonlyMap<string, Edge>): readonly Edge[] {
  const way = [last];
  for (let edge = reachedBy.get(last.from); edge !== undefined; edge = reachedBy.get(edge.from)) way.push(edge);
  return way.reverse();
}
