import type { Problem } from '../core/problem.ts';
import { spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** Containers that two units name alike; an engine has each name only once. */
export function containerNamesTwice(units: readonly UnitDraft[]): readonly Problem[] {
  const named = units.filter(({ keys }) => keys.container_name !== undefined);
  const groups = Map.groupBy(named, ({ keys }) => keys.container_name);
  return [...groups].flatMap(([name, [first, ...others]]) =>
    others.map((unit): Problem => {
      const message = `${describe(unit)} has the container "${name}", as ${first ? describe(first) : 'another unit'} has`;
      const related = first ? [{ message: 'first named here', span: spanAt(first.tree, 'container_name') }] : [];
      const span = spanAt(unit.tree, 'container_name');
      return {
        severity: 'error',
        code: 'duplicate-name',
        message,
        span,
        related,
        hint: 'give one of them another name',
      };
    }),
  );
}
