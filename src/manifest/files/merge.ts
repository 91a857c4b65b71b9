import type { Entry, MapTree, Tree } from '../tree.ts';
import { itemKey } from './item-key.ts';
import { asList, asMap, asPairs } from './shapes.ts';

/** Keys and positions from a unit, or from the file; `*` stands for any. */
type Pattern = readonly string[];

type Merge = (base: Tree, over: Tree) => Tree;

const isNothing = (tree: Tree): boolean => tree.kind === 'scalar' && tree.value === null;

const override: Merge = (_, over) => over;

/** Both as maps of names and values, whichever way they are written. A name alone takes the value of the shell. */
const pairs: Merge = (base, over) => {
  const entries = new Map(asPairs(base).entries);
  for (const [name, entry] of asPairs(over).entries) {
    if (entry.value.tag === 'reset') entries.delete(name);
    else entries.set(name, entry);
  }
  return { kind: 'map', entries, span: over.span };
};

/** Both as lists, one value alone counts as one; what is given twice stays where it was first. */
const lists =
  (path: Pattern): Merge =>
  (base, over) =>
    withoutRepeats([...asList(base), ...asList(over)], path, over);

/** Names alone are keys without a value. */
const namedMaps =
  (path: Pattern): Merge =>
  (base, over) =>
    mergeMaps(asMap(base), asMap(over), path);

/** The same, where a name alone says that nothing special is meant any more. */
const dependencies: Merge = (base, over) => {
  const merged = mergeMaps(asMap(base), asMap(over), ['depends_on']);
  return over.kind === 'list' ? { ...merged, entries: new Map([...merged.entries, ...asMap(over).entries]) } : merged;
};

/** Options of one log driver mean nothing to another. */
const logging: Merge = (base, over) => {
  const driver = (tree: Tree): string | undefined => {
    const value = tree.kind === 'map' ? tree.entries.get('driver')?.value : undefined;
    return value?.kind === 'scalar' ? value.text : undefined;
  };
  const [before, after] = [driver(base), driver(over)];
  if (isNothing(over)) return base;
  const isOther = after !== undefined && before !== undefined && before !== after;
  return isOther || base.kind !== 'map' || over.kind !== 'map' ? over : mergeMaps(base, over, ['logging']);
};

/** A command alone, which may be a list, is all that an event of a job has. */
const event: Merge = (base, over) =>
  base.kind === 'map' && over.kind === 'map' ? mergeMaps(base, over, ['lifecycle', 'event']) : override(base, over);

const build: Merge = (base, over) => mergeMaps(asBuild(base), asBuild(over), ['build']);

const asBuild = (tree: Tree): MapTree => {
  if (tree.kind === 'map') return tree;
  const context: [string, Entry][] = isNothing(tree) ? [] : [['context', { key: tree.span, value: tree }]];
  return { kind: 'map', entries: new Map(context), span: tree.span };
};

/** How values of keys are put together, where it is not what their shape says (Compose Specification, "Merge"). */
const rules: Readonly<Record<string, Merge>> = {
  ...Object.fromEntries(
    ['command', 'entrypoint', 'healthcheck.test', 'stages', 'ready', 'ready.exec', 'inputs'].map((key) => [
      key,
      override,
    ]),
  ),
  ...Object.fromEntries(
    [
      'annotations',
      'build.args',
      'build.labels',
      'deploy.labels',
      'environment',
      'labels',
      'storage_opt',
      'sysctls',
      'driver_opts',
    ].map((key) => [key, pairs]),
  ),
  ...Object.fromEntries(
    ['dns', 'dns_opt', 'dns_search', 'env_file', 'extra_hosts', 'build.extra_hosts', 'label_file', 'tmpfs'].map(
      (key) => [key, lists([key])],
    ),
  ),
  depends_on: dependencies,
  networks: namedMaps(['networks']),
  outputs: namedMaps(['outputs']),
  'lifecycle.event.command': override,
  'lifecycle.event.entrypoint': override,
  'lifecycle.*': event,
  'ulimits.*': override,
  logging,
  build,
};

const ruleOf = (path: Pattern): Merge | undefined =>
  rules[path.join('.')] ?? rules[[...path.slice(0, -1), '*'].join('.')];

/**
 * The value at a path from its unit when one file says `base` and a later one `over`: maps are put together, lists
 * appended, other values replaced (Compose Specification, "Merge"). `!override` replaces in any case.
 */
export function mergeValue(path: Pattern, base: Tree, over: Tree): Tree {
  if (over.tag === 'override') return over;
  const rule = ruleOf(path);
  if (rule !== undefined) return rule(base, over);
  // A key without a value says nothing.
  if (isNothing(over)) return base;
  if (isNothing(base)) return over;
  if (base.kind === 'map' && over.kind === 'map') return mergeMaps(base, over, path);
  if (base.kind === 'list' && over.kind === 'list') return withoutRepeats([...base.items, ...over.items], path, over);
  return over;
}

/** `!reset` takes a key away, whatever earlier files say. */
export function mergeMaps(base: MapTree, over: MapTree, path: Pattern): MapTree {
  const entries = new Map<string, Entry>(base.entries);
  for (const [key, entry] of over.entries) {
    const before = entries.get(key);
    if (entry.value.tag === 'reset') entries.delete(key);
    else if (before === undefined) entries.set(key, entry);
    else entries.set(key, { ...entry, value: mergeValue([...path, key], before.value, entry.value) });
  }
  return { kind: 'map', entries, span: over.span };
}

function withoutRepeats(items: readonly Tree[], path: Pattern, { span }: Tree): Tree {
  const found = new Map<string, Tree>();
  for (const [at, item] of items.entries()) found.set(itemKey(path.at(-1) ?? '', item) ?? `#${at}`, item);
  return { kind: 'list', items: [...found.values()], span };
}
