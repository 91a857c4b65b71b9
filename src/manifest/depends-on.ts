import type { Span } from '../core/source.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Condition } from '../core/unit-state.ts';
import type { Context } from './context.ts';
import { type Implied, impliedBy } from './implied-dependencies.ts';
import type { Dependency, Dialect } from './model.ts';
import { isActive } from './profiles.ts';
import { keySpanAt, spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** A dependency as the file says it. */
interface Named {
  readonly unit: string;
  readonly condition?: Condition;
  readonly required: boolean;
  readonly restart: boolean;
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
  for (const named of namedBy(unit)) {
    const other = units.get(named.unit);
    if (found.has(named.unit)) {
      const message = `${describe(unit)} names "${named.unit}" twice in "depends_on"`;
      context.report({ severity: 'error', code: 'duplicate-name', message, span: named.span });
    } else if (named.unit === unit.name) {
      reportSelf(unit, 'depends_on', named.span, context);
    } else if (other) {
      const { span, required, restart } = named;
      const condition = conditionOn(other, named, unit, context);
      found.set(named.unit, { unit: named.unit, condition, required, restart, span });
      if (required) {
        reportInactive(unit, other, span, context);
        reportScheduled(unit, other, span, context);
      }
    } else if (named.required) reportUnknown(unit, named, units, context);
  }
  for (const implied of impliedBy(unit)) {
    const { name, what } = implied;
    if (found.has(name)) continue;
    if (name === unit.name) {
      reportSelf(unit, what, implied.span, context);
      continue;
    }
    const other = units.get(name);
    if (other) {
      found.set(name, dependencyOf(implied));
      reportInactive(unit, other, implied.span, context);
    } else {
      const message = `"${what}" of ${describe(unit)} names "${name}", which does not exist`;
      const hint = didYouMean(name, units.keys()) ?? 'name a service of this file';
      context.report({ severity: 'error', code: 'unknown-dependency', message, span: implied.span, hint });
    }
  }
  return [...found.values()];
}

const dependencyOf = ({ name, restart, span }: Implied): Dependency => ({
  unit: name,
  condition: 'started',
  required: true,
  restart,
  span,
});

function namedBy({ keys: { depends_on: value = [] }, tree }: UnitDraft): readonly Named[] {
  if (Array.isArray(value)) {
    return value.map((name, index) => {
      const span = spanAt(tree, 'depends_on', index);
      return { unit: name, required: true, restart: false, span, conditionSpan: span };
    });
  }
  return Object.entries(value).map(([name, details]) => {
    const path = ['depends_on', name];
    return {
      unit: name,
      required: details?.required ?? true,
      restart: details?.restart ?? false,
      span: keySpanAt(tree, ...path),
      conditionSpan: spanAt(tree, ...path, 'condition'),
      ...(details?.condition === undefined ? {} : { condition: details.condition }),
    };
  });
}

/** Whether a unit is one of devstack's own: all of a devstack.yaml, and jobs of `x-devstack`. */
const isOwn = ({ kind, oneShot }: UnitDraft, dialect: Dialect): boolean =>
  dialect === 'devstack' || (kind === 'job' && !oneShot);

/** What a dependency without a condition means: `started` between services of a Compose file. */
function defaultCondition(unit: UnitDraft, other: UnitDraft, dialect: Dialect): Condition {
  if (!isOwn(unit, dialect) && !isOwn(other, dialect)) return 'started';
  return other.kind === 'job' ? 'completed' : 'ready';
}

function conditionOn(other: UnitDraft, named: Named, unit: UnitDraft, context: Context): Condition {
  const condition = named.condition ?? defaultCondition(unit, other, context.dialect);
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

function reportSelf(unit: UnitDraft, key: string, span: Span, { report }: Context): void {
  const message = `${describe(unit)} waits for itself`;
  const hint = `remove "${unit.name}" from its "${key}"`;
  report({ severity: 'error', code: 'self-dependency', message, span, hint });
}

/** A unit that takes part needs others that do (Compose Specification, "Profiles"). */
function reportInactive(unit: UnitDraft, other: UnitDraft, span: Span, { profiles, report }: Context): void {
  const needed = other.keys.profiles ?? [];
  if (isActive(needed, profiles) || !isActive(unit.keys.profiles ?? [], profiles)) return;
  report({
    severity: 'error',
    code: 'inactive-dependency',
    message: `${describe(unit)} needs the ${describe(other)}, which takes part only with --profile ${needed[0]}`,
    span,
    related: [{ message: `profiles of ${describe(other)}`, span: keySpanAt(other.tree, 'profiles') }],
    hint: `add --profile ${needed[0]}, give both the same profiles, or say "required: false"`,
  });
}

/** Nothing runs a job with a time of its own, so that whoever comes up with the stack would wait for ever. */
function reportScheduled(unit: UnitDraft, other: UnitDraft, span: Span, { report }: Context): void {
  if (other.keys.schedule === undefined || unit.keys.schedule !== undefined) return;
  report({
    severity: 'error',
    code: 'inactive-dependency',
    message: `${describe(unit)} waits for the ${describe(other)}, which has a schedule and does not run with the stack`,
    span,
    related: [{ message: 'its schedule is here', span: keySpanAt(other.tree, 'schedule') }],
    hint: 'remove "schedule", or do not wait for it',
  });
}

function reportUnknown(
  unit: UnitDraft,
  named: Named,
  units: ReadonlyMap<string, UnitDraft>,
  { report }: Context,
): void {
  const others = units.keys().filter((name) => name !== unit.name);
  const hint = didYouMean(named.unit, others) ?? 'name a service or a job of this file';
  const message = `${describe(unit)} waits for "${named.unit}", which does not exist`;
  report({ severity: 'error', code: 'unknown-dependency', message, span: named.span, hint });
}
