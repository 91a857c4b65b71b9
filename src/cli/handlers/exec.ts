import type { ExecCommand } from '../../engine/engine.ts';
import type { Handler } from '../command.ts';
import { hidingInErrors } from '../masker-of.ts';
import { environmentOf } from '../name-values.ts';
import { processStreams, wantsTerminal } from '../process-streams.ts';
import { containerOf } from '../project-containers.ts';
import { findProject } from '../stack.ts';
import { withEngine } from '../with-engine.ts';

/** Runs a command in a running container; its exit code is that of the program. */
export const exec: Handler = async ({ args: [unit = '', ...argv], options }, shell) => {
  const project = await findProject(options, shell);
  return await withEngine(shell, async (engine, signal) => {
    const { index, detach = false, tty, user, workdir, privileged = false, env } = options;
    const { handle } = await containerOf(engine, project, unit, { index, running: true }, signal);
    const command: ExecCommand = {
      kind: 'exec',
      argv,
      privileged,
      environment: environmentOf(env, shell.host.environment),
      ...(user !== undefined && { user }),
      ...(workdir !== undefined && { workingDir: workdir }),
    };
    return await hidingInErrors(engine, project.name, async () => {
      if (detach) return await engine.execWith(handle, command, 'detached', signal);
      const { streams, release } = processStreams(shell, { terminal: wantsTerminal(shell, tty), input: true });
      try {
        return await engine.execWith(handle, command, streams, signal);
      } finally {
        release();
      }
    });
  });
};
