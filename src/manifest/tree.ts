import type { Span } from '../core/source.ts';

/** A value of the file with its place: what YAML says after anchors, merge keys and interpolation. */
export type Tree = ScalarTree | ListTree | MapTree;

/** `!reset` and `!override`: how a value is put together with that of an earlier file (Compose Specification, "Merge"). */
export type MergeTag = 'reset' | 'override';

/** A text, number or the like. */
export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** as it was written, so that `1.10` does not become `1.1` where text is wanted */
  readonly text: string;
  readonly tag?: MergeTag;
  readonly span: Span;
}

/** Values by their position. */
export interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly tag?: MergeTag;
  readonly span: Span;
}

/** Values by their key. */
export interface MapTree {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly tag?: MergeTag;
  readonly span: Span;
}

/** A key of a map, and what it says. */
export interface Entry {
  /** place of the key */
  readonly key: Span;
  readonly value: Tree;
}

/** Keys and list positions that lead to a value. */
export type Path = readonly (string | number)[];

/** Anything that YAML holds, without places. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** The value at a path, or undefined where there is none. */
export function at(tree: Tree | undefined, ...path: Path): Tree | undefined {
  return path.reduce<Tree | undefined>((inner, step) => {
    if (inner?.kind === 'map') return inner.entries.get(String(step))?.value;
    return inner?.kind === 'list' && typeof step === 'number' ? inner.items[step] : undefined;
  }, tree);
}

/** Place of the value at a path, else of the nearest value around it. */
export function spanAt(tree: Tree, ...path: Path): Span {
  for (let length = path.length; length > 0; length--) {
    const found = at(tree, ...path.slice(0, length));
    if (found) return found.span;
  }
  return tree.span;
}

/** Place of the key that a path ends with, else of the nearest value around it. */
export function keySpanAt(tree: Tree, ...path: Path): Span {
  const owner = at(tree, ...path.slice(0, -1));
  const entry = owner?.kind === 'map' ? owner.entries.get(String(path.at(-1))) : undefined;
  return entry?.key ?? spanAt(tree, ...path);
}

/** The same as plain data, made anew, so that a caller may change it. */
export function toPlain(tree: Tree): Plain {
  switch (tree.kind) {
    case 'scalar':
      // 1.10, 01777 and 0o1777 stay as they are written: what they mean is for the reader of the key to say.
      return typeof tree.value === 'number' && String(tree.value) !== tree.text ? tree.text : tree.value;
    case 'list':
      return tree.items.map(toPlain);
    case 'map': {
      const plain: Plain = {};
      for (const [key, { value }] of tree.entries) plain[key] = toPlain(value);
      return plain;
    }
  }
}

/** What kind of value it is, for people. */
export function describeKind(tree: Tree): string {
  if (tree.kind !== 'scalar') return `a ${tree.kind}`;
  if (tree.value === null) return 'nothing';
  if (typeof tree.value === 'boolean') return String(tree.value);
  return typeof tree.value === 'string' ? 'a string' : 'a number';
}
