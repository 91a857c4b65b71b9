import type { Entry, MapTree, Tree } from '../tree.ts';
import { mergeMaps, mergeValue } from './merge.ts';

/** Maps of units, and of what has keys of its own, by name. */
const sections = new Set(['services', 'jobs', 'networks', 'volumes', 'secrets', 'configs']);

/** Several files as one: each over those before it. What the first resets is still there, and has its tag. */
export function mergeFiles(files: readonly MapTree[]): MapTree {
  const [first, ...others] = files;
  if (first === undefined) throw new TypeError('there is nothing to put together');
  return others.reduce(mergeFile, first);
}

function mergeFile(base: MapTree, over: MapTree): MapTree {
  const entries = new Map<string, Entry>(base.entries);
  for (const [key, entry] of over.entries) {
    const before = entries.get(key);
    if (entry.value.tag === 'reset') entries.delete(key);
    else entries.set(key, { ...entry, value: mergeTop(key, before?.value, entry.value) });
  }
  return { ...over, entries };
}

function mergeTop(key: string, base: Tree | undefined, over: Tree): Tree {
  if (key === 'x-devstack' && over.kind === 'map') return mergeFile(base?.kind === 'map' ? base : emptyAt(over), over);
  if (!sections.has(key) || over.kind !== 'map') return base === undefined ? over : mergeValue([key], base, over);
  return mergeSection(base?.kind === 'map' && over.tag !== 'override' ? base : emptyAt(over), over);
}

/** Each entry is one unit, network or the like, whose keys are put together by themselves. */
function mergeSection(base: MapTree, over: MapTree): MapTree {
  const entries = new Map<string, Entry>(base.entries);
  for (const [name, entry] of over.entries) {
    const before = entries.get(name);
    if (entry.value.tag === 'reset') entries.delete(name);
    else entries.set(name, { ...entry, value: mergeEntry(before?.value, entry.value) });
  }
  return { ...over, entries };
}

/** Also where nothing was before, so that what is reset in a first file is gone. */
function mergeEntry(base: Tree | undefined, over: Tree): Tree {
  if (over.kind !== 'map') return base === undefined || over.tag === 'override' ? over : mergeValue([], base, over);
  const before = base?.kind === 'map' && over.tag !== 'override' ? base : emptyAt(over);
  return mergeMaps(before, over, []);
}

const emptyAt = (tree: Tree): MapTree => ({ kind: 'map', entries: new Map(), span: tree.span });
