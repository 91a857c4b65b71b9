import { DevstackError, exitCodes } from '../../core/failure.ts';
import type { ContainerStatus } from '../../plan/observed.ts';
import { agrees } from '../agrees.ts';
import { askedNow } from '../asked.ts';
import type { Handler } from '../command.ts';
import { containersOf } from '../project-containers.ts';
import type { Shell } from '../shell.ts';
import { findProject } from '../stack.ts';
import { stopUnits } from '../stop-units.ts';
import { withEngine } from '../with-engine.ts';

/** Removes stopped containers, with `--stop` also those that run; asks before unless `--force`. */
export const rm: Handler = async ({ args, options }, shell) => {
  const { force = false, stop = false, volumes = false } = options;
  const project = await findProject(options, shell);
  if (stop) {
    const units = await withEngine(shell, (engine, signal) => containersOf(engine, project, args, signal));
    const code = await stopUnits(
      project,
      [...new Set(units.map(({ unit }) => unit))],
      options,
      askedNow('rm', args),
      shell,
    );
    if (code !== exitCodes.ok) return code;
  }
  return await withEngine(shell, async (engine, signal) => {
    const units = await containersOf(engine, project, args, signal);
    const stopped = units.filter(({ status }) => isStopped(status));
    const beside = args.length > 0 ? [] : (await engine.observe(project.name, signal)).oneOffs.filter(isOver);
    const found = [...stopped, ...beside];
    const names = found.map(({ name }) => name);
    if (found.length === 0) shell.stderr.write('no stopped containers\n');
    else if (!force && !(await confirmed(`remove ${names.join(', ')}?`, shell))) return exitCodes.ok;
    for (const { handle, name } of found) {
      await engine.remove(handle, { volumes }, signal);
      shell.stderr.write(`removed ${name}\n`);
    }
    return exitCodes.ok;
  });
};

const isStopped = ({ kind }: ContainerStatus): boolean => kind === 'exited' || kind === 'created' || kind === 'dead';

const isOver = ({ running }: { readonly running: boolean }): boolean => !running;

async function confirmed(question: string, shell: Shell): Promise<boolean> {
  if (shell.stdin.isTTY) return await agrees(question, shell);
  const message = 'there is no terminal here to ask whether containers are to be removed';
  throw new DevstackError({ code: 'usage', family: 'usage', message, hint: 'say so with: devstack rm --force' });
}
