import { stat } from 'node:fs/promises';
import { basename, delimiter, dirname, join, relative, resolve } from 'node:path';
import type { Problem } from '../core/problem.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { consult } from '../core/witness.ts';

const composeNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
/** In the order in which they are looked for. */
const names = ['devstack.yaml', 'devstack.yml', ...composeNames];

/** Where files are looked for when none is named. */
interface Search {
  /** absolute; relative paths count from here */
  readonly cwd: string;
  /** absolute; known names are looked for from here on upwards */
  readonly start: string;
  /** of the shell, or of `.env` in `cwd` */
  readonly variable: (name: string) => string | undefined;
}

/**
 * Absolute paths of a project's files, each over those before it: those that are named (files or folders), else those
 * of `COMPOSE_FILE`, else the first known name in `start` or in its nearest parent that has one, with the override file
 * that stands beside it.
 */
export async function findManifests(
  named: readonly string[] | undefined,
  { cwd, start, variable }: Search,
  signal: AbortSignal,
): Promise<Result<readonly string[], Problem>> {
  if (named !== undefined && named.length > 0) return findNamed(named, cwd, '-f takes a file or a folder', signal);
  const listed = variable('COMPOSE_FILE');
  if (listed !== undefined && listed !== '') {
    const files = listed.split(variable('COMPOSE_PATH_SEPARATOR') ?? delimiter).filter((file) => file !== '');
    return findNamed(files, cwd, 'the variable COMPOSE_FILE names it', signal);
  }
  for (let folder = start; ; folder = dirname(folder)) {
    const found = await findIn(folder, signal);
    if (found !== undefined) return ok(found);
    if (dirname(folder) === folder) break;
  }
  return notFound(
    'there is no devstack.yaml and no compose.yaml in this folder or a parent of it',
    'go to the folder of your stack, or name a file or folder with -f',
  );
}

async function findNamed(
  named: readonly string[],
  cwd: string,
  hint: string,
  signal: AbortSignal,
): Promise<Result<readonly string[], Problem>> {
  const found: string[] = [];
  for (const shown of named) {
    const path = resolve(cwd, shown);
    const kind = await kindOf(path);
    signal.throwIfAborted();
    if (kind === undefined) return notFound(`"${shown}" does not exist`, hint);
    const files = kind === 'file' ? [path] : await findIn(path, signal);
    if (files === undefined) return notFound(`there is no devstack.yaml and no compose.yaml in "${shown}"`, hint);
    found.push(...files);
  }
  return ok(found);
}

/** The file of a folder, and the one beside it that changes it (Compose Specification, "Compose file"). */
async function findIn(
  folder: string,
  signal: AbortSignal,
  among: readonly string[] = names,
): Promise<readonly string[] | undefined> {
  const main = await firstFile(folder, among, signal);
  if (main === undefined) return undefined;
  const [stem = ''] = basename(main).split('.');
  const beside = await firstFile(folder, overridesOf(stem), signal);
  return beside === undefined ? [main] : [main, beside];
}

/** The same for Compose files alone; none where there is none in this folder. */
export const findComposeFiles = async (folder: string, signal: AbortSignal): Promise<readonly string[]> =>
  (await findIn(folder, signal, composeNames)) ?? [];

const overridesOf = (stem: string): readonly string[] => {
  const stems = stem === 'devstack' ? ['devstack'] : ['compose', 'docker-compose'];
  return stems.flatMap((name) => [`${name}.override.yaml`, `${name}.override.yml`]);
};

async function firstFile(folder: string, among: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  for (const name of among) {
    signal.throwIfAborted();
    const path = join(folder, name);
    if ((await kindOf(path)) === 'file') return path;
  }
  return undefined;
}

/** Anything that is no folder counts as a file: a pipe can be read as well. */
async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  consult(path, 'identity');
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

/** A path as people see it: from `cwd` where that is shorter. */
export function shownPath(path: string, cwd: string): string {
  const near = relative(cwd, path);
  return near !== '' && near.length < path.length ? near : path;
}

const notFound = (message: string, hint: string): Result<never, Problem> =>
  fail({ severity: 'error', code: 'not-found', message, hint });
