import type { Problem } from '../core/problem.ts';
import { ignoredKey } from './key-problems.ts';
import { ignoredKeys } from './known-keys.ts';
import { at, keySpanAt, type MapTree, type Path, type Tree } from './tree.ts';

const parts = [...ignoredKeys.unit].map(([key, why]) => ({ path: key.split('.'), why }));

/** Says which parts of a unit are left out; `owner` is the unit for people. */
export function ignoredParts(tree: MapTree, owner: string): readonly Problem[] {
  const problems = parts
    .filter(({ path: [key = ''] }) => tree.entries.has(key))
    .flatMap(({ path, why }) =>
      expand(tree, path).map((found) => ignoredKey(nameOf(found), keySpanAt(tree, ...found), owner, why)),
    );
  const mode = at(tree, 'deploy', 'mode');
  if (mode?.kind !== 'scalar' || mode.text === 'replicated') return problems;
  const why = 'there is one machine, and what ends is a job by who waits for it';
  return [...problems, ignoredKey('deploy.mode', keySpanAt(tree, 'deploy', 'mode'), owner, why)];
}

/** The places that a path with `*` for any item leads to. */
function expand(tree: MapTree, path: readonly string[]): readonly Path[] {
  const star = path.indexOf('*');
  if (star === -1) return saysSomething(at(tree, ...path)) ? [path] : [];
  const list = at(tree, ...path.slice(0, star));
  if (list?.kind !== 'list') return [];
  return list.items
    .map((_, index) => [...path.slice(0, star), index, ...path.slice(star + 1)])
    .filter((found) => at(tree, ...found) !== undefined);
}

/** Other tools write empty maps where nothing was said. */
const saysSomething = (tree: Tree | undefined): boolean =>
  tree !== undefined && !(tree.kind === 'map' && tree.entries.size === 0);

const nameOf = (path: Path): string => path.filter((step) => typeof step === 'string').join('.');
