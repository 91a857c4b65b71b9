import { failureOf } from '../core/failure.ts';
import { type InstanceId, unitOf } from '../core/unit-state.ts';
import type { Unit } from '../manifest/model.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import { preStop } from './hooks/pre-stop.ts';
import type { Session } from './session.ts';
import { tearDown } from './tear-down.ts';
import { within } from './within.ts';

/** Longest that the look may take at what is to be stopped, ms: an engine that is slow is not one that is gone. */
const lookDeadline = 60_000;

/** Longest that killing may take when there is no more patience, ms. */
const killDeadline = 30_000;

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
  const { engine, clock } = session.options;
  const handles = new Set(started.values());
  if (handles.size === 0) return true;
  try {
    const { containers } = await within(clock, lookDeadline, (signal) => engine.observe(project, signal));
    const ours = containers.filter(({ handle }) => handles.has(handle));
    return await stopAll(session, ours, how);
  } catch (error) {
    const message = `what was started could not be stopped: ${failureOf(error).message}`;
    session.emit({ type: 'warning', message, hint: '"devstack down" removes it once the engine is there again' });
    return false;
  }
}

/** Stops containers in reverse order; one that does not stop keeps no other from it. Tells whether all of them did. */
export async function stopAll(
  session: Session,
  containers: readonly ObservedContainer[],
  how: StopHow,
): Promise<boolean> {
  const stops: Promise<boolean>[] = [];
  await tearDown(containers, async (container) => {
    stops.push((await stopOne(session, container, how)).settled);
    return true;
  });
  return !(await Promise.all(stops)).includes(false);
}

/** A stop that nothing has to wait for any more, whatever the engine has still to do. */
export interface Stop {
  /** false: what was to be stopped may still run */
  readonly ended: boolean;
  /** the same once the engine is through with it */
  readonly settled: Promise<boolean>;
}

/** A stop of which nothing is left to be done. */
export const settledStop = (ended: boolean): Stop => ({ ended, settled: Promise.resolve(ended) });

/** Stops a container that runs, and tells of it. */
export async function stopOne(session: Session, container: ObservedContainer, how: StopHow): Promise<Stop> {
  const { instance, status } = container;
  const { reason } = how;
  // What is dead may have left processes of this machine behind.
  if (status.kind === 'created' || status.kind === 'exited') return settledStop(true);
  const tell = (error: unknown): Promise<boolean> => tellUnstopped(session, container, error);
  session.emit({ type: 'unit.stopping', instance, reason });
  try {
    const untilSettled = await stopOrKill(session, container, how);
    session.emit({ type: 'unit.stopped', instance, reason });
    return { ended: true, settled: untilSettled().then(() => true, tell) };
  } catch (error) {
    return settledStop(await tell(error));
  }
}

/** Tells why, and resolves to whether the container is gone all the same. */
async function tellUnstopped(
  { emit, options }: Session,
  { instance, handle }: ObservedContainer,
  error: unknown,
): Promise<boolean> {
  const why = error instanceof Error ? error.message : String(error);
  emit({ type: 'warning', message: `"${unitOf(instance)}" could not be stopped: ${why}` });
  return await within(options.clock, killDeadline, (signal) => options.engine.inspect(handle, signal)).then(
    (left) => left === undefined,
    () => false,
  );
}

/**
 * Runs what is to be run before, stops a container within its grace period, and kills it when patience ends before that.
 * Resolves as soon as none of its processes is left, to what waits until the engine is through with it.
 */
export async function stopOrKill(
  session: Session,
  container: ObservedContainer,
  how: StopHow,
): Promise<() => Promise<void>> {
  const { promise: empty, resolve: onEmpty } = Promise.withResolvers<void>();
  const settled = stopWithin(session, container, how, onEmpty);
  await Promise.race([settled, empty]);
  return () => settled;
}

async function stopWithin(
  session: Session,
  container: ObservedContainer,
  how: StopHow,
  onEmpty: () => void,
): Promise<void> {
  const { options, killed, emit } = session;
  const { handle, unit, status } = container;
  if (!killed.aborted) {
    try {
      const hooks = status.kind === 'running' ? how.hooksOf(unit) : undefined;
      if (hooks !== undefined) {
        const { engine, clock } = options;
        await preStop({ engine, clock, emit }, hooks, container, how.graceMs, killed);
      }
      return await options.engine.stop(handle, killed, how.graceMs, onEmpty);
    } catch (error) {
      if (!killed.aborted) throw error;
    }
  }
  await within(options.clock, killDeadline, (signal) => options.engine.kill(handle, signal));
}
