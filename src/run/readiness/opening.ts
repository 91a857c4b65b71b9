import type { RunContext } from '../context.ts';
import type { Target } from './ask.ts';
import { inTime } from './in-time.ts';
import { probesNetwork } from './probes-network.ts';
import { untilOpen } from './until-open.ts';
import { loadWaitOn } from './wait-on-once.ts';

/** How long a port has been closed when its server has more to do than to start, ms: a database that initialises itself. */
const longClosed = 300;

/**
 * Waits until the port of a server opens, and while that takes its time loads what later units are asked with: nothing
 * else has to be done then, and at their own start the machine is busy. Rejects with the signal's reason.
 */
export async function opening(
  { plan, clock, crowd }: Pick<RunContext, 'plan' | 'clock' | 'crowd'>,
  target: Target,
  signal: AbortSignal,
  load: () => Promise<unknown> = loadWaitOn,
): Promise<void> {
  const opened = untilOpen(target, clock, crowd, signal);
  const isAsked = [...plan().units.values()].some(({ unit }) => probesNetwork(unit));
  if (isAsked && (await inTime(opened, longClosed, clock, signal)) === 'late') void load();
  await opened;
}
