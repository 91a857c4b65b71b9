import { didYouMean } from '../core/suggest.ts';
import type { Context } from './context.ts';
import { keySpanAt, spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** Far more than anybody follows; what is longer would only take time. */
const longest = 100;

type Drafts = ReadonlyMap<string, UnitDraft>;

/**
 * What each unit inherits from: the unit that it names in `from`, the one that this one names, and so on, nearest
 * first. Where that leads nowhere or in a circle it is reported and the list ends.
 */
export function resolveFrom(units: Drafts, context: Context): ReadonlyMap<string, readonly UnitDraft[]> {
  const inCircle = new Set<string>();
  return new Map([...units].map(([name, unit]) => [name, ancestors(unit, units, inCircle, context)]));
}

function ancestors(unit: UnitDraft, units: Drafts, inCircle: Set<string>, context: Context): readonly UnitDraft[] {
  const found: UnitDraft[] = [];
  let { from } = unit.keys;
  while (from !== undefined) {
    const next = units.get(from);
    if (!next) {
      // Told where it is said, not again for each unit that inherits from that one.
      if (found.length === 0) reportUnknown(unit, from, units, context);
      break;
    }
    if (next === unit) reportCircle([unit, ...found], inCircle, context);
    if (next === unit || found.includes(next)) break;
    if (found.length === longest) reportTooLong(unit, context);
    if (found.length === longest) break;
    found.push(next);
    from = next.keys.from;
  }
  return found;
}

function reportUnknown(unit: UnitDraft, from: string, units: Drafts, { report }: Context): void {
  const hint = didYouMean(from, units.keys());
  report({
    severity: 'error',
    code: 'unknown-from',
    message: `${describe(unit)} takes its image from "${from}", which does not exist`,
    span: spanAt(unit.tree, 'from'),
    ...(hint === undefined ? {} : { hint }),
  });
}

function reportTooLong(unit: UnitDraft, { report }: Context): void {
  const message = `${describe(unit)} inherits through more than ${longest} others`;
  const span = spanAt(unit.tree, 'from');
  report({ severity: 'error', code: 'chain-too-long', message, span, hint: 'name the unit that has the image' });
}

function reportCircle(circle: readonly UnitDraft[], told: Set<string>, { report }: Context): void {
  const [first, ...rest] = circle;
  if (!first || told.has(first.name)) return;
  for (const unit of circle) told.add(unit.name);
  report({
    severity: 'error',
    code: 'from-cycle',
    message: `"from" goes in a circle: ${[...circle, first].map(({ name }) => name).join(' → ')}`,
    span: spanAt(first.tree, 'from'),
    related: rest.map((unit) => ({ message: `${describe(unit)} goes on here`, span: keySpanAt(unit.tree, 'from') })),
    hint: 'one of them needs an image of its own',
  });
}
