import { type InstanceId, unitOf } from '../core/unit-state.ts';
import type { Unit } from '../manifest/model.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import { preStop } from './hooks/pre-stop.ts';
import type { Session } from './session.ts';
import { tearDown } from './tear-down.ts';

/** Longest that looking and killing may take when there is no more patience, ms. */
const killDeadline = 10_000;

/** How containers are stopped. */
export interface StopHow {
  readonly reason: string;
  /** what is to be run in a unit's container before; undefined where nothing is known of it */
  hooksOf(unit: string): Pick<Unit, 'hooks'> | undefined;
  /** how long one may take, ms; absent: what it was made with */
  readonly graceMs?: number | undefined;
}

/**
 * Stops, in reverse order, the containers that this run started, and removes nothing. Tells whether all of them
 * stopped. An abort of `killed` ends all patience: what still runs is killed.
 */
export async function stopStarted(
  session: Session,
  project: string,
  started: ReadonlyMap<InstanceId, string>,
  how: StopHow,
): Promise<boolean> {
  const { engine } = session.options;
  const handles = new Set(started.values());
  if (handles.size === 0) return true;
  const { containers } = await engine.observe(project, AbortSignal.timeout(killDeadline));
  return await stopAll(
    session,
    containers.filter(({ handle }) => handles.has(handle)),
    how,
  );
}

/** Stops containers in reverse order; one that does not stop keeps no other from it. Tells whether all of them did. */
export async function stopAll(
  session: Session,
  containers: readonly ObservedContainer[],
  how: StopHow,
): Promise<boolean> {
  let complete = true;
  await tearDown(containers, async (container) => {
    if (!(await stopOne(session, container, how))) complete = false;
    return true;
  });
  return complete;
}

async function stopOne(session: Session, container: ObservedContainer, how: StopHow): Promise<boolean> {
  const { instance, handle, status } = container;
  const { reason } = how;
  if (status.kind === 'created' || status.kind === 'exited' || status.kind === 'dead') return true;
  const { engine } = session.options;
  session.emit({ type: 'unit.stopping', instance, reason });
  try {
    await stopOrKill(session, container, how);
    session.emit({ type: 'unit.stopped', instance, reason });
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    session.emit({ type: 'warning', message: `"${unitOf(instance)}" could not be stopped: ${why}` });
    return (await engine.inspect(handle, AbortSignal.timeout(killDeadline)).catch(() => undefined)) === undefined;
  }
}

/** Runs what is to be run before, stops a container within its grace period, and kills it when patience ends before that. */
export async function stopOrKill(session: Session, container: ObservedContainer, how: StopHow): Promise<void> {
  const { options, killed, emit } = session;
  const { handle, unit, status } = container;
  if (!killed.aborted) {
    try {
      const hooks = status.kind === 'running' ? how.hooksOf(unit) : undefined;
      if (hooks !== undefined) await preStop({ engine: options.engine, emit }, hooks, container, killed);
      return await options.engine.stop(handle, killed, how.graceMs);
    } catch (error) {
      if (!killed.aborted) throw error;
    }
  }
  await options.engine.kill(handle, AbortSignal.timeout(killDeadline));
}
