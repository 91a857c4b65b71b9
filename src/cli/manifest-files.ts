import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ManifestFile } from '../manifest/edit/editable-file.ts';
import type { Combined } from '../manifest/files/combine-files.ts';
import type { Manifest } from '../manifest/model.ts';
import type { Tree } from '../manifest/tree.ts';

/** The byte order mark that a file may begin with; readers leave it out. */
const mark = '\uFEFF';

/** A manifest file, and whether it begins with a byte order mark. */
export interface ReadFile extends ManifestFile {
  readonly isMarked: boolean;
}

/** The text that is in the file. */
export const rawText = ({ text }: ManifestFile, { isMarked }: ReadFile): string => (isMarked ? `${mark}${text}` : text);

/** All files that a manifest is made of, each over those before it; `folder` is where their shown paths count from. */
export async function manifestFiles(
  manifest: Manifest,
  { tree, paths }: Combined,
  folder: string,
): Promise<readonly ReadFile[]> {
  const absolute = (path: string): string => resolve(folder, path);
  const named = [...manifest.units.values(), ...manifest.stages].map(({ span }) => absolute(span.source.path));
  const others = new Set([...sourcesOf(tree)].map(absolute));
  const included = [...new Set(named)].filter((path) => others.has(path) && !paths.includes(path));
  const extended = [...others].filter((path) => !paths.includes(path) && !included.includes(path));
  return await Promise.all([
    ...extended.map((path) => read(path, 'extended')),
    ...included.map((path) => read(path, 'included')),
    ...[...new Set(paths)].map((path) => read(path, 'main')),
  ]);
}

async function read(path: string, role: ManifestFile['role']): Promise<ReadFile> {
  const raw = await readFile(path, 'utf8');
  const isMarked = raw.startsWith(mark);
  return { path, role, isMarked, text: isMarked ? raw.slice(mark.length) : raw };
}

/** The paths of all sources that values come from. */
function sourcesOf(tree: Tree): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<Tree>();
  const visit = (one: Tree): void => {
    if (seen.has(one)) return;
    seen.add(one);
    found.add(one.span.source.path);
    if (one.kind === 'list') one.items.forEach(visit);
    else if (one.kind === 'map') for (const { value } of one.entries.values()) visit(value);
  };
  visit(tree);
  return found;
}
