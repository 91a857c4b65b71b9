import type { Context } from '../context.ts';
import type { Manifest, Unit } from '../model.ts';
import { at, type MapTree, type Plain } from '../tree.ts';
import { type SectionName, section } from './sections.ts';
import { canonicalUnit } from './unit.ts';
import { asIs, type PlainMap, type Scope, textOf } from './values.ts';

/** What a canonical file is made of. */
export interface Canonical {
  /** all files together, their variables replaced */
  readonly tree: MapTree;
  readonly manifest: Manifest;
  readonly context: Context;
}

/**
 * A manifest as one Compose file in which everything is said and nothing is short: what the files come to after
 * variables, `extends`, `include` and merging. Only `units`, and of volumes and the like only what these use. Keys
 * that Compose does not have stand under `x-devstack`.
 */
export function canonicalManifest({ tree, manifest, context }: Canonical, units: ReadonlySet<string>): PlainMap {
  const scope: Scope = { manifest, context };
  const chosen = [...manifest.units.values()].filter(({ name }) => units.has(name));
  const own = chosen.filter((unit) => treeOf(tree, 'services', unit) === undefined);
  const written = (list: readonly Unit[]): PlainMap =>
    Object.fromEntries(
      list.map((unit) => [unit.name, canonicalUnit(unit, treesOf(tree, unit), scope)] as const).toSorted(),
    );
  const extension = extensionOf(tree, written(own), scope);
  const sections = sectionNames.map((name): [string, PlainMap] => [
    name,
    section(name, tree, usedBy(name, chosen), scope),
  ]);
  return escapeDollars({
    name: manifest.name,
    services: written(chosen.filter((unit) => !own.includes(unit))),
    ...Object.fromEntries(sections.filter(([, entries]) => Object.keys(entries).length > 0)),
    ...Object.fromEntries(
      [...tree.entries]
        .filter(([key]) => key.startsWith('x-') && key !== 'x-devstack')
        .map(([key, { value }]) => [key, asIs(value)]),
    ),
    ...(Object.keys(extension).length > 0 && { 'x-devstack': extension }),
  }) as PlainMap;
}

const sectionNames: readonly SectionName[] = ['networks', 'volumes', 'secrets', 'configs'];

function treeOf(root: MapTree, place: 'services' | 'jobs', { name }: Unit): MapTree | undefined {
  const tree = at(root, place, name) ?? (place === 'jobs' ? at(root, 'x-devstack', place, name) : undefined);
  if (tree === undefined) return undefined;
  return tree.kind === 'map' ? tree : { kind: 'map', entries: new Map(), span: tree.span };
}

/** What the files say of a unit, then of the one that it inherits from, and so on. */
function treesOf(root: MapTree, unit: Unit): readonly MapTree[] {
  const found: MapTree[] = [];
  let name: string | undefined = unit.name;
  while (name !== undefined) {
    const tree: MapTree | undefined =
      treeOf(root, 'services', { ...unit, name }) ?? treeOf(root, 'jobs', { ...unit, name });
    if (tree === undefined || found.includes(tree)) break;
    found.push(tree);
    name = textOf(at(tree, 'from') ?? at(tree, 'x-devstack', 'from'));
  }
  return found;
}

/** Keys of the whole file that Compose does not have. */
function extensionOf(root: MapTree, jobs: PlainMap, { manifest }: Scope): PlainMap {
  const given = manifest.dialect === 'devstack' ? root : at(root, 'x-devstack');
  const keys = ['barrier', 'parity', 'stages', 'test'];
  const entries = keys.flatMap((key) => {
    const value = given && at(given, key);
    return value === undefined ? [] : [[key, asIs(value)] as const];
  });
  return { ...Object.fromEntries(entries), ...(Object.keys(jobs).length > 0 && { jobs }) };
}

function usedBy(name: SectionName, units: readonly Unit[]): ReadonlySet<string> {
  return new Set(units.flatMap((unit) => namesIn[name](unit)));
}

const filesOf = (unit: Unit, kind: 'secret' | 'config'): readonly string[] =>
  unit.files.flatMap(({ file }) => (file.kind === kind ? [file.key] : []));

const namesIn: Readonly<Record<SectionName, (unit: Unit) => readonly string[]>> = {
  networks: ({ networking }) =>
    networking.kind === 'networks' ? networking.attachments.map(({ network }) => network) : [],
  volumes: ({ mounts }) => mounts.flatMap((mount) => (mount.type === 'volume' ? [mount.volume] : [])),
  secrets: (unit) => [...filesOf(unit, 'secret'), ...(unit.build?.secrets ?? []).map(({ id }) => id)],
  configs: (unit) => filesOf(unit, 'config'),
};

/** Variables have been replaced: what is left of dollars is meant. */
function escapeDollars(value: Plain): Plain {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(escapeDollars);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.replaceAll('$', '$$$$'), escapeDollars(inner)]),
  );
}
