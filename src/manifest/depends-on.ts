import type { Span } from '../core/source.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Condition } from '../core/unit-state.ts';
import type { Context } from './context.ts';
import { unsupportedKey } from './key-problems.ts';
import type { Dependency, Dialect, Unit } from './model.ts';
import { keySpanAt, spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** A dependency as the file says it. */
interface Named {
  readonly unit: string;
  readonly condition?: Condition;
  readonly required: boolean;
  /** where the other unit is named */
  readonly span: Span;
  /** where the condition stands, else the same */
  readonly conditionSpan: Span;
}

/** What a unit waits for. Wrong dependencies are reported and left out; of an impossible condition only the condition. */
export function toDependencies(
  unit: UnitDraft,
  units: ReadonlyMap<string, UnitDraft>,
  context: Context,
): readonly Dependency[] {
  const found = new Map<string, Dependency>();
  for (const named of namedBy(unit, context)) {
    const other = units.get(named.unit);
    if (found.has(named.unit)) {
      const message = `${describe(unit)} names "${named.unit}" twice in "depends_on"`;
      context.report({ severity: 'error', code: 'duplicate-name', message, span: named.span });
    } else if (named.unit === unit.name) {
      const message = `${describe(unit)} waits for itself`;
      const hint = `remove "${unit.name}" from its "depends_on"`;
      context.report({ severity: 'error', code: 'self-dependency', message, span: named.span, hint });
    } else if (other) {
      const { span } = named;
      found.set(named.unit, { unit: named.unit, condition: conditionOn(other, named, unit, context), span });
    } else if (named.required) reportUnknown(unit, named, units, context);
  }
  return [...found.values()];
}

function namedBy({ keys: { depends_on: value = [] }, tree, ...unit }: UnitDraft, context: Context): readonly Named[] {
  if (Array.isArray(value)) {
    return value.map((name, index) => {
      const span = spanAt(tree, 'depends_on', index);
      return { unit: name, required: true, span, conditionSpan: span };
    });
  }
  return Object.entries(value).map(([name, details]) => {
    const path = ['depends_on', name];
    if (details?.restart) {
      const owner = `"depends_on.${name}" of ${describe(unit)}`;
      context.report(unsupportedKey('restart', keySpanAt(tree, ...path, 'restart'), owner));
    }
    return {
      unit: name,
      required: details?.required ?? true,
      span: keySpanAt(tree, ...path),
      conditionSpan: spanAt(tree, ...path, 'condition'),
      ...(details?.condition === undefined ? {} : { condition: details.condition }),
    };
  });
}

/** What a dependency without a condition means. */
function defaultCondition(kind: Unit['kind'], dialect: Dialect): Condition {
  if (dialect === 'compose') return 'started';
  return kind === 'job' ? 'completed' : 'ready';
}

function conditionOn(other: UnitDraft, named: Named, unit: UnitDraft, context: Context): Condition {
  const condition = named.condition ?? defaultCondition(other.kind, context.dialect);
  const impossible = other.kind === 'job' ? 'ready' : 'completed';
  if (condition !== impossible) return condition;
  const possible = other.kind === 'job' ? 'completed' : 'ready';
  context.report({
    severity: 'error',
    code: 'impossible-condition',
    message: `${describe(unit)} waits for the ${describe(other)} to be ${condition}, which a ${other.kind} never is`,
    span: named.conditionSpan,
    related: [{ message: `${describe(other)} is here`, span: other.span }],
    hint: other.kind === 'job' ? 'wait for it to be completed' : 'wait for it to be ready, or make it a job',
  });
  return possible;
}

function reportUnknown(
  unit: UnitDraft,
  named: Named,
  units: ReadonlyMap<string, UnitDraft>,
  { report }: Context,
): void {
  const others = [...units.keys()].filter((name) => name !== unit.name);
  const hint = didYouMean(named.unit, others) ?? 'name a service or a job of this file';
  const message = `${describe(unit)} waits for "${named.unit}", which does not exist`;
  report({ severity: 'error', code: 'unknown-dependency', message, span: named.span, hint });
}
