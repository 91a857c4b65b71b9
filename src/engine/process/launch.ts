import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { constants } from 'node:os';
import type { ProcessIdentity } from '../../core/host.ts';
import { processFailure } from './failures.ts';
import { marker, markOf } from './family.ts';
import { identityOf } from './identity.ts';
import { hasCode } from './small-files.ts';
import type { UnitFile } from './unit-file.ts';

/** The environment that something of a unit runs in: devstack's own, over it the unit's, and the unit's mark. */
export function environmentFor(file: UnitFile, base: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const own = { ...base };
  for (const name of file.unset) delete own[name];
  return { ...own, ...file.environment, [marker]: markOf(file) };
}

/** A unit's process that has just begun. */
export interface Launched {
  readonly child: ChildProcess;
  readonly identity: ProcessIdentity;
  /** the exit code; that of a signal is 128 and its number, as in a shell */
  readonly exit: Promise<number>;
}

/** Begins a unit's process as the leader of a group and session of its own. Throws `container-start` where it can not be. */
export async function launch(file: UnitFile, base: Readonly<Record<string, string | undefined>>): Promise<Launched> {
  const [program = '', ...args] = file.argv;
  const child = spawn(program, args, {
    cwd: file.workingDir,
    env: environmentFor(file, base),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
  const { pid } = child;
  if (pid !== undefined) return { child, identity: identityOf(pid), exit };
  const [error] = await once(child, 'error');
  throw await startFailure(file, program, error);
}

/** Why a unit's program could not be begun, for people. */
export async function startFailure(file: UnitFile, program: string, error: unknown): Promise<Error> {
  const { unit, kind } = file.about;
  const beginning = `${kind} "${unit}" could not be started on this machine`;
  const isFolder = await stat(file.workingDir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    const hint = 'make it, or give another "working_dir" under "process"';
    return processFailure('container-start', `${beginning}: there is no folder "${file.workingDir}"`, hint);
  }
  if (hasCode(error, 'ENOENT')) {
    const hint = 'install it, or give its path in "command" under "process"';
    return processFailure('container-start', `${beginning}: there is no program "${program}"`, hint);
  }
  if (hasCode(error, 'EACCES')) {
    return processFailure('container-start', `${beginning}: "${program}" may not be run`, 'see its permissions');
  }
  return processFailure('container-start', `${beginning}: ${error instanceof Error ? error.message : String(error)}`);
}
