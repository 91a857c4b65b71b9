import { asPairs } from '../files/shapes.ts';
import { extensionKeys } from '../known-keys.ts';
import type { Dependency, Unit } from '../model.ts';
import { at, type Entry, type MapTree, type Plain } from '../tree.ts';
import { unitKeys } from './unit-keys.ts';
import { asIs, byName, object, type PlainMap, type Scope } from './values.ts';

const writeKeys = object(unitKeys);

const conditions = {
  started: 'service_started',
  ready: 'service_healthy',
  completed: 'service_completed_successfully',
} as const satisfies Record<Dependency['condition'], string>;

/** Keys whose values come from elsewhere too, and those that are for this program alone. */
const elsewhere = new Set([
  'depends_on',
  'environment',
  'env_file',
  'extends',
  'label_file',
  'labels',
  'x-devstack',
  'scale',
]);

/** What a unit takes from the one that it names in `from`. */
const inherited = [
  'image',
  'build',
  'platform',
  'pull_policy',
  'user',
  'working_dir',
  'networks',
  'network_mode',
  'secrets',
  'configs',
];

/** A unit in canonical form. `trees` are what the files say of it and of the units that it inherits from, nearest first. */
export function canonicalUnit(unit: Unit, trees: readonly MapTree[], scope: Scope): PlainMap {
  const [own] = trees;
  const given = new Map<string, Entry>(own?.entries);
  for (const key of inherited) {
    const entry = trees.map(({ entries }) => entries.get(key)).find((one) => one !== undefined);
    if (entry !== undefined && !given.has(key)) given.set(key, entry);
  }
  const isOwn = (key: string): boolean => scope.manifest.dialect === 'devstack' && extensionKeys.unit.has(key);
  const plain = new Map([...given].filter(([key]) => !elsewhere.has(key) && !isOwn(key)));
  const written = writeKeys({ kind: 'map', entries: plain, span: unit.span }, { ...scope, unit }) as PlainMap;
  const extension = Object.fromEntries(
    [...given]
      .filter(([key]) => isOwn(key) && !elsewhere.has(key) && key !== 'from')
      .map(([key, { value }]) => [key, asIs(value)]),
  );
  const all: PlainMap = {
    command: null,
    entrypoint: null,
    ...written,
    ...withDependencies(unit, scope),
    ...withEnvironment(unit, own),
    ...withLabels(unit),
    ...(Object.keys(extension).length > 0 && { 'x-devstack': extension }),
  };
  return Object.fromEntries(Object.entries(all).toSorted(byName));
}

const withLabels = ({ container: { labels = {} } }: Unit): PlainMap =>
  Object.keys(labels).length === 0 ? {} : { labels: Object.fromEntries(Object.entries(labels).toSorted()) };

function withEnvironment(unit: Unit, own: MapTree | undefined): PlainMap {
  const tree = own && at(own, 'environment');
  const named = tree === undefined ? [] : [...asPairs(tree).entries.keys()];
  const values = new Map<string, Plain>([...named.map((name) => [name, null] as const), ...unit.environment]);
  return values.size === 0 ? {} : { environment: Object.fromEntries([...values].toSorted(byName)) };
}

function withDependencies({ dependsOn }: Unit, { manifest }: Scope): PlainMap {
  const entries = dependsOn
    .filter(({ unit }) => manifest.units.has(unit))
    .map(({ unit, condition, restart, required }): [string, Plain] => [
      unit,
      { condition: conditions[condition], ...(restart && { restart }), required },
    ]);
  return entries.length === 0 ? {} : { depends_on: Object.fromEntries(entries.toSorted(byName)) };
}
