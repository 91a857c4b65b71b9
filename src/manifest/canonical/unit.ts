import { extensionKeys } from '../known-keys.ts';
import type { Unit } from '../model.ts';
import { at, type Entry, type MapTree } from '../tree.ts';
import { dependenciesOf } from './dependencies.ts';
import { variablesOf } from './environment.ts';
import { unitKeys } from './unit-keys.ts';
import { asIs, given, mapFrom, object, type PlainMap, type Scope } from './values.ts';

const writeKeys = object(unitKeys);

/** Keys whose values come from elsewhere too, or have been taken in. */
const elsewhere = new Set([
  'depends_on',
  'environment',
  'env_file',
  'extends',
  'from',
  'inputs',
  'label_file',
  'labels',
]);

/** What a unit takes from the one that it names in `from`; so do `image` and `build`. */
const inherited = ['platform', 'pull_policy', 'user', 'working_dir', 'networks', 'network_mode', 'secrets', 'configs'];

/** What the files say of a unit, and of those that it inherits from, nearest first. */
export interface Sayings {
  readonly own: MapTree;
  readonly ancestors: readonly MapTree[];
  /** a job of `x-devstack`, in which all keys stand beside each other */
  readonly isJob: boolean;
}

/** A unit in canonical form. */
export function canonicalUnit(unit: Unit, sayings: Sayings, scope: Scope): PlainMap {
  const { isJob } = sayings;
  const entries = withInherited(sayings);
  const isExtension = (key: string): boolean => !isJob && extensionKeys.unit.has(key);
  const select = (takes: (key: string) => boolean): MapTree => ({
    kind: 'map',
    entries: new Map([...entries].filter(([key]) => !elsewhere.has(key) && key !== 'x-devstack' && takes(key))),
    span: unit.span,
  });
  const written = writeKeys(
    select((key) => !isExtension(key)),
    { ...scope, unit },
  ) as PlainMap;
  const { compose, own } = dependenciesOf(unit, sayings, scope);
  const extension = mapFrom(
    Object.entries({ ...extensionOf(sayings, select(isExtension)), ...(!isJob && processOf(unit, sayings)), ...own }),
  );
  const all = {
    ...(!isJob && { command: null, entrypoint: null }),
    ...written,
    ...(sayings.ancestors.length > 0 && { image: unit.image }),
    ...given('depends_on', compose),
    ...given('environment', variablesOf(unit, sayings.own)),
    ...given('labels', mapFrom(Object.entries(unit.container.labels ?? {}))),
    ...inputsOf(unit),
    ...(isJob && { ...migrationsOf(unit), ...processOf(unit, sayings) }),
    ...(unit.networking.kind === 'networks' && { networks: written.networks ?? { default: null } }),
    ...given('x-devstack', extension),
  };
  return mapFrom(Object.entries(all)) ?? {};
}

function withInherited({ own, ancestors }: Sayings): ReadonlyMap<string, Entry> {
  const found = new Map(own.entries);
  for (const key of inherited) {
    const entry = ancestors.map(({ entries }) => entries.get(key)).find((one) => one !== undefined);
    if (entry !== undefined && !found.has(key)) found.set(key, entry);
  }
  const build = ancestors.find(({ entries }) => entries.has('image') || entries.has('build'))?.entries.get('build');
  return build === undefined ? found : found.set('build', build);
}

/** Keys that only devstack has: beside the others in a devstack.yaml, already apart in a Compose file. */
function extensionOf({ own }: Sayings, beside: MapTree): PlainMap {
  const apart = at(own, 'x-devstack');
  const { from, ...rest } = apart?.kind === 'map' ? (asIs(apart) as PlainMap) : {};
  return { ...rest, ...(asIs(beside) as PlainMap) };
}

/** Globs are made absolute, so that it does not matter where the file is written to. */
const inputsOf = (unit: Unit): PlainMap =>
  unit.kind === 'job' && unit.inputs.length > 0 ? { inputs: [...unit.inputs] } : {};

function migrationsOf(unit: Unit): PlainMap {
  if (unit.kind !== 'job' || unit.migrations === undefined) return {};
  const { files, onRollback } = unit.migrations;
  const down = onRollback.kind === 'down' ? { down: [...onRollback.command] } : {};
  return { migrations: { files: [...files], ...down, on_rollback: onRollback.kind } };
}

/** With an absolute folder, for the same reason. */
function processOf({ process }: Unit, { own }: Sayings): PlainMap {
  const written = at(own, 'process') ?? at(own, 'x-devstack', 'process');
  if (process === undefined || written?.kind !== 'map') return {};
  return { process: { ...(asIs(written) as PlainMap), working_dir: process.workingDir } };
}
