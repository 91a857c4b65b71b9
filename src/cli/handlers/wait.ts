import { DevstackError, exitCodes } from '../../core/failure.ts';
import type { Handler } from '../command.ts';
import { containersOf } from '../project-containers.ts';
import { findProject } from '../stack.ts';
import { withEngine } from '../with-engine.ts';

/** Waits until the containers of the named units have ended; the first exit code that is not 0 is its own. */
export const wait: Handler = async ({ args, options }, shell) => {
  const project = await findProject(options, shell);
  return await withEngine(shell, async (engine, signal) => {
    const containers = await containersOf(engine, project, args, signal);
    const missing = args.find((unit) => !containers.some((container) => container.unit === unit));
    if (missing !== undefined) {
      const message = `"${missing}" has no container to wait for`;
      const hint = `start it with: devstack up -d ${missing}`;
      throw new DevstackError({ code: 'nothing-running', family: 'usage', message, hint });
    }
    const codes = await Promise.all(
      containers.map(async ({ handle, name }) => {
        const { exitCode } = await engine.wait(handle, signal).exit;
        shell.stdout.write(`${name} exited with code ${exitCode}\n`);
        return exitCode;
      }),
    );
    return codes.find((code) => code !== 0) ?? exitCodes.ok;
  });
};
