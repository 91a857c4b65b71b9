import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { pack } from 'tar-stream';
import { BuildProblem } from '../build-failure.ts';
import type { Dockerfile } from './dockerfile.ts';
import { readIfThere } from './dockerfile.ts';
import type { Entry, FileTree } from './file-tree.ts';
import { folderTree } from './folder-tree.ts';
import { ignorePatterns } from './ignore-file.ts';
import { PathPatterns } from './path-patterns.ts';

/** A build context as one archive. */
interface ContextArchive {
  readonly archive: Readable;
  /** path of the Dockerfile in it */
  readonly dockerfile: string;
}

/** The name of a Dockerfile in the archive that has none in the context; always the same, for the builder's cache. */
const guestName = '.dockerfile.devstack';
const ignoreName = '.dockerignore';

/**
 * A folder as the classic builder wants it: a tar archive without what the ignore file names. The builder itself takes
 * the Dockerfile and the ignore file away before the first step, if the ignore file in the archive says so.
 */
export async function contextArchive(context: string, file: Dockerfile, signal: AbortSignal): Promise<ContextArchive> {
  const contextIgnore = await readIfThere(join(context, ignoreName));
  const lines = ignorePatterns(file.ownIgnore ?? contextIgnore ?? '');
  const exclude = patternsOf(lines);
  const dockerfile = file.inContext ?? guestName;
  const isOut = (path: string): boolean => {
    const folders = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
    let match: ReturnType<PathPatterns['match']> | undefined;
    for (const folder of folders) match = exclude.match(folder, match?.verdicts);
    return match?.matched === true;
  };
  const hidden = file.inContext === undefined || isOut(dockerfile);
  const said = new Map<string, string>();
  if (hidden) said.set(dockerfile, file.content);
  if (hidden || isOut(ignoreName)) {
    const guests = [...(hidden ? [dockerfile] : []), ...(contextIgnore === undefined ? [ignoreName] : [])];
    said.set(ignoreName, [...lines, ...guests].join('\n'));
  }
  const archive = pack();
  fill(archive, folderTree(context), exclude, said, signal).catch((error: unknown) =>
    archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  // Its types know less than it does.
  return { archive: archive as unknown as Readable, dockerfile };
}

function patternsOf(lines: readonly string[]): PathPatterns {
  try {
    return new PathPatterns(lines);
  } catch (error) {
    throw new BuildProblem(`the ignore file has a wrong line: ${error instanceof Error ? error.message : error}`);
  }
}

/** `said`: files whose content is set, whatever the folder has under their names. */
async function fill(
  archive: Pack,
  tree: FileTree,
  exclude: PathPatterns,
  said: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  for (const [name, content] of said) archive.entry({ name, mode: 0o644 }, content);
  for await (const entry of tree.entries({ exclude }, signal)) {
    if (!said.has(entry.path)) await add(archive, tree, entry, signal);
  }
  archive.finalize();
}

async function add(archive: Pack, tree: FileTree, entry: Entry, signal: AbortSignal): Promise<void> {
  const { path: name, mode, modifiedAt } = entry;
  const header = { name, mode, uid: 0, gid: 0, mtime: new Date(Number(modifiedAt / 1_000_000n)) };
  switch (entry.kind) {
    case 'folder':
      archive.entry({ ...header, type: 'directory' });
      return;
    case 'link':
      archive.entry({ ...header, type: 'symlink', linkname: entry.target });
      return;
    case 'file':
      await pipeline(upTo(entry.size, name, tree.read(name, signal)), archive.entry({ ...header, size: entry.size }));
      return;
    default:
      entry satisfies never;
  }
}

/** An archive tells a file's size before its content, so that what is added meanwhile is left out. */
async function* upTo(size: number, name: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = size;
  for await (const chunk of chunks) {
    if (left > 0) yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
  if (left > 0) throw new BuildProblem(`"${name}" in the build context became shorter while it was read`);
}
