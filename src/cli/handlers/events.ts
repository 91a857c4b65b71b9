import { exitCodes } from '../../core/failure.ts';
import { unitOf } from '../../core/unit-state.ts';
import type { Handler } from '../command.ts';
import { findProject } from '../stack.ts';
import { withEngine } from '../with-engine.ts';

/** Prints what happens to the containers of the project, as it happens; ends with Ctrl-C. */
export const events: Handler = async ({ args, options }, shell) => {
  const project = await findProject(options, shell);
  return await withEngine(shell, async (engine, signal) => {
    for await (const event of engine.events(project.name, signal)) {
      if (event.type === 'connected') continue;
      if (event.type === 'disconnected') {
        shell.stderr.write(`the engine does not answer: ${event.reason}\n`);
        continue;
      }
      const { type, instance, handle, at, exitCode } = event;
      const unit = unitOf(instance);
      if (args.length > 0 && !args.includes(unit)) continue;
      const code = exitCode === undefined ? '' : ` (exit ${exitCode})`;
      shell.stdout.write(
        options.json
          ? `${JSON.stringify({ at, type, unit, instance, container: handle, exitCode })}\n`
          : `${new Date(at).toISOString()} ${unit} ${type}${code}\n`,
      );
    }
    return exitCodes.ok;
  });
};
