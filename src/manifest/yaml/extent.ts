import type { Tree } from '../tree.ts';

/** Deeper than any manifest; what is deeper would only exhaust the stack. */
export const deepest = 100;
/** How many values aliases may make out of a file. */
export const mostValues = 1_000_000;

interface Extent {
  readonly values: number;
  readonly levels: number;
}

/** Whether a tree with all of its aliases written out is of a size that can be worked with. */
export function extentOf(tree: Tree): 'fits' | 'too-large' | 'too-deep' {
  const extent = measure(tree, 0, new Map());
  if (extent === undefined) return 'too-deep';
  return extent.values > mostValues ? 'too-large' : 'fits';
}

/** Undefined where it is too deep; what several aliases share is measured once. */
function measure(tree: Tree, level: number, known: Map<Tree, Extent>): Extent | undefined {
  if (tree.kind === 'scalar') return { values: 1, levels: 0 };
  const before = known.get(tree);
  if (level + (before?.levels ?? 0) > deepest) return undefined;
  if (before !== undefined) return before;
  let [values, levels] = [1, 0];
  for (const child of tree.kind === 'list' ? tree.items : valuesOf(tree.entries)) {
    const inner = measure(child, level + 1, known);
    if (inner === undefined) return undefined;
    values += inner.values;
    levels = Math.max(levels, inner.levels + 1);
  }
  known.set(tree, { values, levels });
  return { values, levels };
}

function* valuesOf(entries: ReadonlyMap<string, { readonly value: Tree }>): Generator<Tree> {
  for (const { value } of entries.values()) yield value;
}
