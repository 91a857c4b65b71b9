import type { Manifest } from '../manifest/model.ts';

/** Named units, and all that restart with one of them (Compose Specification, `depends_on.restart`). */
export function withFollowers({ units }: Manifest, named: readonly string[]): readonly string[] {
  const wanted = new Set(named);
  // A Set hands out what is added to it on the way, so it is its own queue.
  for (const name of wanted) {
    for (const { name: other, dependsOn } of units.values()) {
      if (dependsOn.some(({ unit, restart: follows }) => follows && unit === name)) wanted.add(other);
    }
  }
  return [...wanted];
}
