import { isNothing } from './check.ts';
import type { Context } from './context.ts';
import type { Unit } from './model.ts';
import type { Entry, MapTree } from './tree.ts';
import { hasJobKeys, readUnit, type UnitDraft } from './unit-draft.ts';

/** More than any engine holds; they are refused before they fill the memory. */
const mostUnits = 50_000;

/** All units of a file by name, services before jobs; they share one namespace. */
export function readUnits(root: MapTree, context: Context): ReadonlyMap<string, UnitDraft> {
  const units = new Map<string, UnitDraft>();
  for (const [section, kind] of [
    ['services', 'service'],
    ['jobs', 'job'],
  ] as const) {
    for (const [name, entry] of sectionOf(root, section, context)) {
      if (units.size === mostUnits) {
        reportTooMany(entry, context);
        break;
      }
      if (isNameTaken(name, kind, entry, units, context)) continue;
      checkName(name, entry, context);
      units.set(name, readUnit(kind, name, entry, context));
    }
  }
  return context.dialect === 'compose' ? withOneShots(units) : units;
}

function reportTooMany({ key }: Entry, { report }: Context): void {
  const message = `there are more than ${mostUnits} services and jobs`;
  report({ severity: 'error', code: 'too-large', message, span: key });
}

/** Entries of a top level map; none where it is absent or not a map, which is reported. */
export function sectionOf(root: MapTree, key: string, context: Context): ReadonlyMap<string, Entry> {
  const value = root.entries.get(key)?.value;
  if (value?.kind === 'map') return value.entries;
  if (value && !isNothing(value)) {
    const message = `"${key}" must be a map of names`;
    context.report({ severity: 'error', code: 'wrong-type', message, span: value.span });
  }
  return new Map();
}

/** The Compose Specification's names of services. */
function checkName(name: string, { key }: Entry, { report }: Context): void {
  if (/^[a-zA-Z0-9._-]+$/.test(name)) return;
  const message = `"${name}" can not be a name: only letters, digits, ".", "_" and "-" can stand in it`;
  report({ severity: 'error', code: 'bad-value', message, span: key });
}

function isNameTaken(
  name: string,
  kind: Unit['kind'],
  { key }: Entry,
  units: ReadonlyMap<string, UnitDraft>,
  { report }: Context,
): boolean {
  const first = units.get(name);
  if (!first) return false;
  report({
    severity: 'error',
    code: 'duplicate-name',
    message: `the ${kind} "${name}" has the name of a ${first.kind}: services and jobs share one namespace`,
    span: key,
    related: [{ message: `the ${first.kind} "${name}"`, span: first.span }],
    hint: 'give one of them another name',
  });
  return true;
}

/** In a Compose file, what others wait for with `service_completed_successfully` is a job, and what has keys of one. */
function withOneShots(units: ReadonlyMap<string, UnitDraft>): ReadonlyMap<string, UnitDraft> {
  const awaited = new Set(
    [...units.values()].flatMap(({ keys: { depends_on: dependsOn = [] } }) =>
      Array.isArray(dependsOn)
        ? []
        : Object.keys(dependsOn).filter((name) => dependsOn[name]?.condition === 'completed'),
    ),
  );
  const isJob = (unit: UnitDraft): boolean => unit.kind === 'job' || awaited.has(unit.name) || hasJobKeys(unit);
  const services = [...units.values()].filter((unit) => !isJob(unit));
  const jobs = [...units.values()].filter(isJob);
  const oneShots = jobs.map((unit): UnitDraft => ({ ...unit, oneShot: unit.kind === 'service', kind: 'job' }));
  return new Map([...services, ...oneShots].map((unit) => [unit.name, unit]));
}
