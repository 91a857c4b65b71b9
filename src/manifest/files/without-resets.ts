import type { Entry, MapTree, Tree } from '../tree.ts';

/** What is reset where no earlier file says anything is just not there. */
export function withoutResets(file: MapTree): MapTree {
  return hasTags(file) ? strip(file) : file;
}

/** Most projects have none, and looking at their texts is faster than at all of their values. */
const hasTags = (file: MapTree): boolean => {
  const sources = new Set([...file.entries.values()].map(({ key }) => key.source));
  return [...sources].some(({ text }) => text.includes('!reset'));
};

function strip(tree: MapTree): MapTree {
  const entries = new Map<string, Entry>();
  for (const [key, entry] of tree.entries) {
    if (entry.value.tag !== 'reset') entries.set(key, { ...entry, value: stripped(entry.value) });
  }
  return { ...tree, entries };
}

function stripped(tree: Tree): Tree {
  switch (tree.kind) {
    case 'scalar':
      return tree;
    case 'list':
      return { ...tree, items: tree.items.filter(({ tag }) => tag !== 'reset').map(stripped) };
    case 'map':
      return strip(tree);
  }
}
