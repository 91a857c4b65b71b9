import { askedNow } from '../asked.ts';
import type { Handler } from '../command.ts';
import { containersOf } from '../project-containers.ts';
import { findProject } from '../stack.ts';
import { stopUnits } from '../stop-units.ts';
import { withEngine } from '../with-engine.ts';

/** Stops units in reverse order, and removes nothing. */
export const stop: Handler = async ({ args, options }, shell) => {
  const project = await findProject(options, shell);
  // A typing error is told before anything is stopped.
  if (args.length > 0) await withEngine(shell, (engine, signal) => containersOf(engine, project, args, signal));
  return await stopUnits(project, args.length > 0 ? args : 'stack', options, askedNow('stop', args), shell);
};
