import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { unreadable } from '../build-failure.ts';
import type { Entry, Selection } from './file-tree.ts';
import type { Verdicts } from './path-patterns.ts';

/** What the patterns said of a folder. */
interface Judged {
  readonly include: Verdicts | undefined;
  readonly exclude: Verdicts | undefined;
}

/** Something that is wanted itself, or is a folder in which something may be. */
interface Candidate extends Judged {
  readonly entry: Entry;
  readonly wanted: boolean;
  readonly enter: boolean;
}

/** A folder that is being walked; `unsaid` while nothing in it was wanted, nor itself. */
interface Open {
  readonly rest: Candidate[];
  unsaid: Entry | undefined;
}

/** Walks a folder depth first. What vanishes meanwhile is left out, what can not be read is an error. */
export async function* walk(root: string, selection: Selection, signal: AbortSignal): AsyncGenerator<Entry> {
  const top = await candidatesIn(root, '', { include: undefined, exclude: undefined }, selection);
  const open: Open[] = [{ rest: top, unsaid: undefined }];
  for (let folder = open.at(-1); folder !== undefined; folder = open.at(-1)) {
    signal.throwIfAborted();
    const next = folder.rest.pop();
    if (next === undefined) {
      open.pop();
      continue;
    }
    if (next.wanted) {
      // A builder needs to have seen the folders that a file is in.
      for (const around of open) {
        if (around.unsaid !== undefined) yield around.unsaid;
        around.unsaid = undefined;
      }
      yield next.entry;
    }
    if (next.enter) {
      const rest = await candidatesIn(root, next.entry.path, next, selection);
      open.push({ rest, unsaid: next.wanted ? undefined : next.entry });
    }
  }
}

/** What may be wanted in a folder, last first. */
async function candidatesIn(root: string, folder: string, judged: Judged, selection: Selection): Promise<Candidate[]> {
  const children = await readdir(join(root, folder), { withFileTypes: true }).catch(unlessGone(root, folder));
  const candidates = await Promise.all(
    (children ?? []).map(async (child) => {
      const path = folder === '' ? child.name : `${folder}/${child.name}`;
      const verdict = judge(path, child, judged, selection);
      if (!verdict.wanted && !verdict.enter) return undefined;
      const entry = await entryOf(root, path);
      return entry && { ...verdict, entry, enter: verdict.enter && entry.kind === 'folder' };
    }),
  );
  const bytes = (candidate: Candidate): Buffer => Buffer.from(candidate.entry.path);
  return candidates.filter((candidate) => candidate !== undefined).sort((a, b) => Buffer.compare(bytes(b), bytes(a)));
}

function judge(path: string, child: Dirent, judged: Judged, { include, exclude }: Selection) {
  const included = include?.match(path, judged.include);
  const excluded = exclude?.match(path, judged.exclude);
  const isIn = included?.matched ?? true;
  const isOut = excluded?.matched ?? false;
  const enter =
    child.isDirectory() &&
    (isIn || include?.mayMatchWithin(path) === true) &&
    (!isOut || exclude?.mayExceptWithin(path) === true);
  return { wanted: isIn && !isOut, enter, include: included?.verdicts, exclude: excluded?.verdicts };
}

async function entryOf(root: string, path: string): Promise<Entry | undefined> {
  const found = join(root, path);
  const stats = await lstat(found, { bigint: true }).catch(unlessGone(root, path));
  if (stats === undefined) return undefined;
  const common = { path, mode: modeOf(stats), modifiedAt: stats.mtimeNs };
  if (stats.isFile()) return { ...common, kind: 'file', size: Number(stats.size) };
  if (stats.isDirectory()) return { ...common, kind: 'folder' };
  if (!stats.isSymbolicLink()) return undefined;
  const target = await readlink(found).catch(unlessGone(root, path));
  return target === undefined ? undefined : { ...common, kind: 'link', target };
}

/** Windows has no bits for execution, so that there all may be executed, as with the docker CLI. */
const modeOf = ({ mode }: BigIntStats): number => {
  const bits = Number(mode & 0o7777n);
  return platform() === 'win32' ? bits | 0o755 : bits;
};

const unlessGone =
  (root: string, path: string) =>
  (error: NodeJS.ErrnoException): undefined => {
    if (error.code === 'ENOENT' && path !== '') return undefined;
    throw unreadable('of the build context,', join(root, path), error);
  };
