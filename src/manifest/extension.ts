import type { Context } from './context.ts';
import { mergeValue } from './files/merge.ts';
import { unknownKey } from './key-problems.ts';
import { extensionKeys } from './known-keys.ts';
import type { Entry, MapTree } from './tree.ts';

const name = 'x-devstack';

/**
 * A service, or a file, with what stands under its `x-devstack` as if it stood beside: so a Compose file says what
 * Compose has no word for and still runs under other tools.
 */
export function withExtension(tree: MapTree, owner: string, context: Context): MapTree {
  return lifted(tree, owner, extensionKeys.unit, context);
}

/** The same for the file itself. */
export function withFileExtension(tree: MapTree, context: Context): MapTree {
  return lifted(tree, 'the file', extensionKeys.manifest, context);
}

function lifted(tree: MapTree, owner: string, known: ReadonlySet<string>, { dialect, report }: Context): MapTree {
  const extension = tree.entries.get(name)?.value;
  if (extension === undefined || (extension.kind === 'scalar' && extension.value === null)) return tree;
  if (extension.kind !== 'map') {
    const message = `"${name}" of ${owner} must be a map of keys`;
    report({ severity: 'error', code: 'wrong-type', message, span: extension.span });
    return tree;
  }
  if (dialect !== 'compose') {
    const message = `"${name}" is for Compose files: here its keys stand beside the others`;
    report({ severity: 'error', code: 'illegal-key', message, span: extension.span, hint: 'move them one level up' });
    return tree;
  }
  const entries = new Map<string, Entry>([...tree.entries].filter(([key]) => key !== name));
  for (const [key, entry] of extension.entries) {
    const own = entries.get(key);
    if (!known.has(key)) report(unknownKey(key, entry.key, `"${name}" of ${owner}`, [...known]));
    else entries.set(key, own === undefined ? entry : { ...entry, value: mergeValue([key], own.value, entry.value) });
  }
  return { ...tree, entries };
}
