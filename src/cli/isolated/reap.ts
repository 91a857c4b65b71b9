import type { Host } from '../../core/host.ts';
import { endBegunFor } from '../../engine/process/begun-for.ts';
import { sweep } from '../../run/isolated/sweep.ts';
import { systemClock } from '../../run/system-clock.ts';
import { openEngine } from '../open-engine.ts';

/**
 * Ends the command that was begun for a stack, and removes the stack, if it belongs to a process that is gone. Nobody is
 * there to be told of anything.
 */
export async function reap(project: string, host: Host): Promise<void> {
  await endBegunFor(project);
  const engine = await openEngine({ host });
  const holder = { command: 'test', host: host.name, process: host.process, since: systemClock.now() };
  const only = (found: string): boolean => found === project;
  const options = { engine, clock: systemClock, holder, only, endProcesses: endBegunFor, onSwept: () => undefined };
  try {
    await sweep(options, new AbortController().signal);
  } finally {
    engine.close();
  }
}
