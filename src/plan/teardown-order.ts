import type { ObservedContainer } from './observed.ts';

/** What is to be seen to in the reverse of the order in which it came up. */
export type Ordered = Pick<ObservedContainer, 'unit' | 'needs' | 'stageIndex'>;

/**
 * Waves in which to stop what is there: each after all that needs it, later stages first. Made from labels alone, so
 * that a manifest which changed or is gone does not matter: units that are missing are passed over, cycles are cut.
 */
export function teardownOrder<One extends Ordered>(containers: readonly One[]): readonly (readonly One[])[] {
  const stages = Map.groupBy(containers, (container) => container.stageIndex ?? 0);
  return [...stages]
    .sort(([a], [b]) => b - a)
    .flatMap(([, members]) => wavesOf(Map.groupBy(members, (container) => container.unit)));
}

type Members<One> = ReadonlyMap<string, readonly One[]>;

function wavesOf<One extends Ordered>(members: Members<One>): readonly (readonly One[])[] {
  const needs = needsWithin(members);
  const users = usersOf(needs);
  const waves: (readonly One[])[] = [];
  let free = [...members.keys()].filter((unit) => users.get(unit)?.size === 0);
  while (users.size > 0) {
    if (free.length === 0) free = [someoneInACycle(users)];
    waves.push(free.flatMap((unit) => members.get(unit) ?? []));
    for (const unit of free) users.delete(unit);
    free = free.flatMap((unit) => release(unit, needs, users));
  }
  return waves;
}

function needsWithin(members: Members<Ordered>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...members].map(([unit, containers]) => {
      const needed = containers.flatMap((container) => container.needs);
      return [unit, new Set(needed.filter((other) => other !== unit && members.has(other)))];
    }),
  );
}

function usersOf(needs: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
  const users = new Map([...needs.keys()].map((unit) => [unit, new Set<string>()]));
  for (const [unit, needed] of needs) for (const other of needed) users.get(other)?.add(unit);
  return users;
}

/** Units that nobody uses any more once `unit` is gone. */
function release(
  unit: string,
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  users: ReadonlyMap<string, Set<string>>,
): readonly string[] {
  return [...(needs.get(unit) ?? [])].filter((other) => {
    const remaining = users.get(other);
    return remaining?.delete(unit) && remaining.size === 0;
  });
}

/** Where everyone is still used by someone, going from user to user ends in a circle. */
function someoneInACycle(users: ReadonlyMap<string, ReadonlySet<string>>): string {
  const seen = new Set<string>();
  let [at = ''] = users.keys();
  while (!seen.has(at)) {
    seen.add(at);
    [at = ''] = users.get(at) ?? [];
  }
  return at;
}
