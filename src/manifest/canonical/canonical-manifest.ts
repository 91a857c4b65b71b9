import type { Context } from '../context.ts';
import type { Manifest, Unit } from '../model.ts';
import { at, type MapTree, type Plain, type Tree } from '../tree.ts';
import { type SectionName, section } from './sections.ts';
import { canonicalUnit, type Sayings } from './unit.ts';
import { asIs, given, mapFrom, type PlainMap, type Scope, textOf } from './values.ts';

/** What a canonical file is made of. */
export interface CanonicalInput {
  /** all files together, their variables replaced */
  readonly tree: MapTree;
  readonly manifest: Manifest;
  readonly context: Context;
}

/**
 * A manifest as one Compose file in which everything is said and nothing is short: what the files come to after
 * variables, `extends`, `include` and merging. Only these units, and of volumes and the like only what they use. What
 * Compose has no word for stands under `x-devstack`.
 */
export function canonicalManifest({ tree, manifest, context }: CanonicalInput, units: ReadonlySet<string>): PlainMap {
  const isService = (name: string): boolean => at(tree, 'services', name) !== undefined;
  const scope: Scope = { manifest, context, isWritten: (name) => units.has(name), isService };
  const chosen = [...manifest.units.values()].filter(({ name }) => units.has(name));
  const written = (list: readonly Unit[]): PlainMap | undefined =>
    mapFrom(list.map((unit) => [unit.name, canonicalUnit(unit, sayingsOf(unit.name, tree), scope)]));
  const jobs = written(chosen.filter(({ name }) => !isService(name)));
  const sections = sectionNames.map((name) => given(name, section(name, tree, usedBy(name, chosen), scope)));
  return escapeDollars({
    name: manifest.name,
    services: written(chosen.filter(({ name }) => isService(name))) ?? {},
    ...Object.assign({}, ...sections),
    ...extensionsOf(tree),
    ...given('x-devstack', mapFrom(Object.entries({ ...ownKeys(tree, manifest), ...given('jobs', jobs) }))),
  }) as PlainMap;
}

const sectionNames: readonly SectionName[] = ['networks', 'volumes', 'secrets', 'configs'];

const asMapTree = (tree: Tree): MapTree =>
  tree.kind === 'map' ? tree : { kind: 'map', entries: new Map(), span: tree.span };

/** What the files say of a unit, then of the one that it inherits from, and so on. */
function sayingsOf(unit: string, root: MapTree): Sayings {
  const found: MapTree[] = [];
  let name: string | undefined = unit;
  while (name !== undefined) {
    const tree: Tree | undefined =
      at(root, 'services', name) ?? at(root, 'jobs', name) ?? at(root, 'x-devstack', 'jobs', name);
    if (tree === undefined) break;
    const map = asMapTree(tree);
    found.push(map);
    name = textOf(at(map, 'from') ?? at(map, 'x-devstack', 'from'));
  }
  const [own = asMapTree(root), ...ancestors] = found;
  return { own, ancestors, isJob: at(root, 'services', unit) === undefined };
}

/** Top level keys of devstack's own besides units, wherever the dialect has them. */
function ownKeys(root: MapTree, { dialect }: Manifest): PlainMap {
  const place = dialect === 'devstack' ? root : at(root, 'x-devstack');
  const keys = ['barrier', 'parity', 'stages', 'test'].map((key) => [key, place && at(place, key)] as const);
  return Object.assign({}, ...keys.map(([key, tree]) => given(key, tree && asIs(tree))));
}

const extensionsOf = (root: MapTree): PlainMap =>
  Object.fromEntries(
    [...root.entries]
      .filter(([key]) => key.startsWith('x-') && key !== 'x-devstack')
      .map(([key, { value }]) => [key, asIs(value)]),
  );

const usedBy = (name: SectionName, units: readonly Unit[]): ReadonlySet<string> =>
  new Set(units.flatMap(namesIn[name]));

const filesOf = (unit: Unit, kind: 'secret' | 'config'): readonly string[] =>
  unit.files.flatMap(({ file }) => (file.kind === kind ? [file.key] : []));

const namesIn: Readonly<Record<SectionName, (unit: Unit) => readonly string[]>> = {
  networks: ({ networking }) =>
    networking.kind === 'networks' ? networking.attachments.map(({ network }) => network) : [],
  volumes: ({ mounts }) => mounts.flatMap((mount) => (mount.type === 'volume' ? [mount.volume] : [])),
  secrets: (unit) => [...filesOf(unit, 'secret'), ...(unit.build?.secrets ?? []).map(({ id }) => id)],
  configs: (unit) => filesOf(unit, 'config'),
};

/** Variables have been replaced: the dollars that are left are meant. In keys none are replaced. */
function escapeDollars(value: Plain): Plain {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(escapeDollars);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escapeDollars(inner)]));
}
