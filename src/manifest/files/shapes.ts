import type { Entry, MapTree, ScalarTree, Tree } from '../tree.ts';

const scalar = (text: string, span: ScalarTree['span']): ScalarTree => ({ kind: 'scalar', value: text, text, span });

const nothing = (span: ScalarTree['span']): ScalarTree => ({ kind: 'scalar', value: null, text: '', span });

const isNothing = (tree: Tree): boolean => tree.kind === 'scalar' && tree.value === null;

/** Names with values, from a map or from a list of `NAME=VALUE`. */
export function asPairs(tree: Tree): MapTree {
  if (tree.kind === 'map') return tree;
  const items = tree.kind === 'list' ? tree.items : [tree];
  const entries = items.flatMap((item): [string, Entry][] => {
    if (item.kind !== 'scalar' || item.value === null) return [];
    const at = item.text.indexOf('=');
    const [name, value] = at === -1 ? [item.text, undefined] : [item.text.slice(0, at), item.text.slice(at + 1)];
    return [[name, { key: item.span, value: value === undefined ? nothing(item.span) : scalar(value, item.span) }]];
  });
  return { kind: 'map', entries: new Map(entries), span: tree.span };
}

/** Names with more about each, from a map or from a list of names. */
export function asMap(tree: Tree): MapTree {
  if (tree.kind === 'map') return tree;
  const items = tree.kind === 'list' ? tree.items : [];
  const entries = items.flatMap((item): [string, Entry][] =>
    item.kind === 'scalar' ? [[item.text, { key: item.span, value: nothing(item.span) }]] : [],
  );
  return { kind: 'map', entries: new Map(entries), span: tree.span };
}

/** One value alone, a list, or a map of a name to one or more values as `NAME:VALUE`. */
export function asList(tree: Tree): readonly Tree[] {
  if (tree.kind === 'list') return tree.items;
  if (tree.kind === 'scalar') return isNothing(tree) ? [] : [tree];
  return [...tree.entries].flatMap(([name, { value }]) =>
    (value.kind === 'list' ? value.items : [value]).map((item) =>
      item.kind === 'scalar' ? scalar(`${name}:${item.text}`, item.span) : item,
    ),
  );
}
