import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Problem } from '../core/problem.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Dialect } from './model.ts';

const composeNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
/** In the order in which they are looked for. */
const names = ['devstack.yaml', 'devstack.yml', ...composeNames];

/**
 * Absolute path of the manifest: the file or folder that `from` names, else the first known name in `cwd` or in its
 * nearest parent that has one.
 */
export async function findManifest(
  from: string | undefined,
  cwd: string,
  signal: AbortSignal,
): Promise<Result<string, Problem>> {
  if (from !== undefined) return findNamed(from, resolve(cwd, from), signal);
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = await findIn(folder, signal);
    if (found !== undefined) return ok(found);
    if (dirname(folder) === folder) break;
  }
  return notFound(
    'there is no devstack.yaml and no compose.yaml in this folder or a parent of it',
    'go to the folder of your stack, or name a file or folder with -f',
  );
}

async function findNamed(shown: string, path: string, signal: AbortSignal): Promise<Result<string, Problem>> {
  const kind = await kindOf(path);
  signal.throwIfAborted();
  if (kind === undefined) return notFound(`"${shown}" does not exist`, '-f takes a file or a folder');
  if (kind === 'file') return ok(path);
  const found = await findIn(path, signal);
  if (found !== undefined) return ok(found);
  return notFound(`there is no devstack.yaml and no compose.yaml in "${shown}"`, '-f takes a file or a folder');
}

async function findIn(folder: string, signal: AbortSignal): Promise<string | undefined> {
  for (const name of names) {
    signal.throwIfAborted();
    const path = join(folder, name);
    if ((await kindOf(path)) === 'file') return path;
  }
  return undefined;
}

/** Anything that is no folder counts as a file: a pipe can be read as well. */
async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

/** Which defaults a file gets, by its name. */
export const dialectOf = (path: string): Dialect =>
  /^(docker-)?compose[.-].*ya?ml$/.test(basename(path)) ? 'compose' : 'devstack';

/** A path as people see it: from `cwd` where that is shorter. */
export function shownPath(path: string, cwd: string): string {
  const near = relative(cwd, path);
  return near !== '' && near.length < path.length ? near : path;
}

const notFound = (message: string, hint: string): Result<never, Problem> =>
  fail({ severity: 'error', code: 'not-found', message, hint });
