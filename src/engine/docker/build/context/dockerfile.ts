import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Build } from '../../../../manifest/build-model.ts';
import { BuildProblem, unreadable } from '../build-failure.ts';

/** A Dockerfile and the ignore file that counts with it. */
export interface Dockerfile {
  /** what the builder is to call it */
  readonly name: string;
  readonly content: string;
  /** with slashes, within the context; undefined: it is elsewhere, or stands in the manifest */
  readonly inContext: string | undefined;
  /** of `<Dockerfile>.dockerignore`, which wins over `.dockerignore` */
  readonly ownIgnore: string | undefined;
}

const usualName = 'Dockerfile';

/** Finds the Dockerfile of a build whose context is a folder. Throws a BuildProblem that names what is missing. */
export async function findDockerfile(build: Build, context: string): Promise<Dockerfile> {
  await checkContext(context);
  if (build.dockerfileInline !== undefined) {
    return { name: usualName, content: build.dockerfileInline, inContext: undefined, ownIgnore: undefined };
  }
  const path = await pathOf(build.dockerfile, context);
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadable('the file', path, error, 'look at "dockerfile" of the build, which counts from its context');
  });
  const within = relative(context, path);
  const isWithin = within !== '' && !within.startsWith(`..${sep}`) && !isAbsolute(within);
  return {
    name: basename(path),
    content,
    inContext: isWithin ? within.replaceAll(sep, '/') : undefined,
    ownIgnore: await readIfThere(`${path}.dockerignore`),
  };
}

async function checkContext(context: string): Promise<void> {
  const stats = await stat(context).catch((error: unknown) => {
    throw unreadable('the build context', context, error, 'look at "context" of the build');
  });
  if (!stats.isDirectory()) {
    throw new BuildProblem(`the build context "${context}" is no folder`, 'look at "context" of the build');
  }
}

/** Where none is named, the builders take one in lower case as well. */
async function pathOf(named: string | undefined, context: string): Promise<string> {
  if (named !== undefined) return resolve(context, named);
  const usual = join(context, usualName);
  const lower = join(dirname(usual), usualName.toLowerCase());
  return (await isThere(usual)) || !(await isThere(lower)) ? usual : lower;
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A text file, or undefined where there is none. Throws a BuildProblem where it can not be read. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable('the file', path, error);
  }
}
