import { type InstanceId, unitOf } from '../core/unit-state.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import { teardownOrder } from '../plan/teardown-order.ts';
import type { Session } from './session.ts';

/** Longest that looking and killing may take when there is no more patience, ms. */
const killDeadline = 10_000;

/**
 * Stops, in reverse order, the containers that this run started, and removes nothing. Tells whether all of them
 * stopped. An abort of `killed` ends all patience: what still runs is killed.
 */
export async function stopStarted(
  session: Session,
  project: string,
  started: ReadonlyMap<InstanceId, string>,
  reason: string,
): Promise<boolean> {
  const { engine } = session.options;
  const handles = new Set(started.values());
  if (handles.size === 0) return true;
  const { containers } = await engine.observe(project, AbortSignal.timeout(killDeadline));
  const mine = containers.filter(({ handle }) => handles.has(handle));
  let complete = true;
  for (const wave of teardownOrder(mine)) {
    const stopped = await Promise.all(wave.map((container) => stopOne(session, container, reason)));
    if (stopped.includes(false)) complete = false;
  }
  return complete;
}

async function stopOne(session: Session, container: ObservedContainer, reason: string): Promise<boolean> {
  const { instance, handle, status } = container;
  if (status.kind === 'created' || status.kind === 'exited' || status.kind === 'dead') return true;
  const { engine } = session.options;
  session.emit({ type: 'unit.stopping', instance, reason });
  try {
    await stopOrKill(session, handle);
    session.emit({ type: 'unit.stopped', instance, reason });
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    session.emit({ type: 'warning', message: `"${unitOf(instance)}" could not be stopped: ${why}` });
    return (await engine.inspect(handle, AbortSignal.timeout(killDeadline)).catch(() => undefined)) === undefined;
  }
}

/** Stops a container with the grace period that it has; kills it when patience ends before that. */
export async function stopOrKill({ options, killed }: Session, handle: string): Promise<void> {
  if (!killed.aborted) {
    try {
      return await options.engine.stop(handle, killed);
    } catch (error) {
      if (!killed.aborted) throw error;
    }
  }
  await options.engine.kill(handle, AbortSignal.timeout(killDeadline));
}
