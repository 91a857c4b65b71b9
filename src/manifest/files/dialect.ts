import { basename } from 'node:path';
import { devstackKeys } from '../known-keys.ts';
import type { Dialect } from '../model.ts';
import { at, type Tree } from '../tree.ts';
import type { ParsedFile } from './read-file.ts';

/**
 * Which defaults a project gets: the name of its first file says it, and where that can be any, what stands in its
 * files. Without a key that is devstack's own they are Compose files.
 */
export function dialectOf(files: readonly ParsedFile[]): Dialect {
  const name = basename(files[0]?.source.path ?? '');
  if (/^(docker-)?compose\b/.test(name)) return 'compose';
  if (/^devstack\b/.test(name)) return 'devstack';
  return files.some(({ documents }) => documents.some(isOwn)) ? 'devstack' : 'compose';
}

function isOwn(document: Tree): boolean {
  const units = at(document, 'services');
  return (
    hasAny(document, devstackKeys.manifest) ||
    (units?.kind === 'map' && [...units.entries.values()].some(({ value }) => hasAny(value, devstackKeys.unit)))
  );
}

const hasAny = (tree: Tree, keys: ReadonlySet<string>): boolean =>
  tree.kind === 'map' && [...tree.entries.keys()].some((key) => keys.has(key));
