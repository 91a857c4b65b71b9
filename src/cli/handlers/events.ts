import { exitCodes } from '../../core/failure.ts';
import { unitOf } from '../../core/unit-state.ts';
import type { Handler } from '../command.ts';
import { findProject } from '../stack.ts';
import { withEngine } from '../with-engine.ts';
import { watchStack } from './attach.ts';

/**
 * Prints what happens to the containers of the project, as it happens; ends with Ctrl-C. As JSON, what happens to its
 * units, in the lines that a run has too.
 */
export const events: Handler = async ({ args, options }, shell) => {
  if (options.json) return await watchStack(args, { ...options, ui: 'json' }, shell, false);
  const project = await findProject(options, shell);
  return await withEngine(shell, async (engine, signal) => {
    for await (const event of engine.events(project.name, signal)) {
      if (event.type === 'connected') continue;
      if (event.type === 'disconnected') {
        shell.stderr.write(`the engine does not answer: ${event.reason}\n`);
        continue;
      }
      const { type, instance, at, exitCode } = event;
      const unit = unitOf(instance);
      if (args.length > 0 && !args.includes(unit)) continue;
      const code = exitCode === undefined ? '' : ` (exit ${exitCode})`;
      shell.stdout.write(`${new Date(at).toISOString()} ${unit} ${type}${code}\n`);
    }
    return exitCodes.ok;
  });
};
