import { basename } from 'node:path';
import type { Problem } from '../core/problem.ts';
import type { Context } from './context.ts';
import { spanAt, type Tree } from './tree.ts';

/**
 * The name of the project: `given` on the command line, else `name` of the file, else that of its folder, in lower
 * case and without what can not stand in a name (as Compose does). A wrong one is reported.
 */
export function projectName(given: string | undefined, name: string | undefined, root: Tree, context: Context): string {
  const chosen = given ?? name;
  if (chosen === undefined) return folderName(context);
  const problem = nameProblem(chosen);
  if (problem === undefined) return chosen;
  context.report({ ...problem, ...(given === undefined ? { span: spanAt(root, 'name') } : {}) });
  return normalise(chosen);
}

/** What is wrong with a name for a project; undefined where nothing is. */
export const nameProblem = (name: string): Problem | undefined =>
  /^[a-z0-9][a-z0-9_-]*$/.test(name)
    ? undefined
    : {
        severity: 'error',
        code: 'bad-value',
        message: `"${name}" can not be the name of a project`,
        hint: 'use lower case letters, digits, "-" and "_", and start with a letter or digit',
      };

/** The name that a folder gives to the project in it; '' where none can be made of it. */
export const nameOfFolder = (folder: string): string => normalise(basename(folder));

function folderName({ folder, report }: Context): string {
  const name = nameOfFolder(folder);
  if (name !== '') return name;
  const message = `the folder "${folder}" has a name that no project can have`;
  report({ severity: 'error', code: 'bad-value', message, hint: 'add "name" to the file' });
  return 'project';
}

const normalise = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
