import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';

/** Why a program can not be run, with the exit code that a shell has for it (POSIX, Shell Command Language, 2.8.2). */
export interface NoProgram {
  readonly exitCode: 126 | 127;
  readonly failure: Failure;
}

/**
 * Finds a program as a shell does: by its path, or by its name in the folders of PATH. Looked for before there is a
 * stack, so that nobody waits for one in vain.
 */
export async function findProgram(name: string, path: string, folder: string): Promise<Result<string, NoProgram>> {
  const isPath = name.includes('/');
  const folders = isPath ? [folder] : path.split(delimiter);
  let isThere = false;
  for (const each of folders) {
    const file = isAbsolute(name) ? name : join(isAbsolute(each) ? each : join(folder, each), name);
    const found = await kindOf(file);
    if (found === 'program') return ok(file);
    if (found === 'file') isThere = true;
  }
  return fail(isThere ? notExecutable(name) : notFound(name, isPath));
}

async function kindOf(file: string): Promise<'program' | 'file' | 'nothing'> {
  try {
    if (!(await stat(file)).isFile()) return 'file';
  } catch {
    return 'nothing';
  }
  try {
    await access(file, constants.X_OK);
    return 'program';
  } catch {
    return 'file';
  }
}

const notExecutable = (name: string): NoProgram => ({
  exitCode: 126,
  failure: {
    code: 'not-found',
    family: 'usage',
    message: `"${name}" is not a program that can be run`,
    hint: `make it one with "chmod +x ${name}", or name what runs it, such as: devstack test -- sh ${name}`,
  },
});

/** What was found, and the system does not start all the same; `code` is the system's own word for why. */
export const notStarted = (file: string, code: string): NoProgram => ({
  exitCode: 126,
  failure: {
    code: 'not-found',
    family: 'usage',
    message: `"${file}" can not be started: ${startReasons.get(code) ?? `the system refuses it (${code})`}`,
  },
});

const startReasons = new Map([
  ['ENOENT', 'what its first line names to run it, or this folder, is not there'],
  ['EACCES', 'you may not run it, or what its first line names to run it'],
  ['ENOEXEC', 'it is no program for this machine'],
  ['E2BIG', 'its arguments and its environment are too long'],
]);

const notFound = (name: string, isPath: boolean): NoProgram => ({
  exitCode: 127,
  failure: {
    code: 'not-found',
    family: 'usage',
    message: isPath ? `the program "${name}" does not exist` : `there is no program "${name}" in the folders of PATH`,
    hint: `a line for a shell is run with: devstack test -- sh -c '…'`,
  },
});
