import type { Outcome } from '../core/event.ts';
import { failureOf } from '../core/failure.ts';
import { unitOf } from '../core/unit-state.ts';
import type { Unit } from '../manifest/model.ts';
import type { Observed, ObservedContainer } from '../plan/observed.ts';
import type { Plan } from '../plan/plan.ts';
import { startRecording } from './history/start-recording.ts';
import { knownSecrets } from './jobs/known-secrets.ts';
import { dueEvents, imagesOfEvents, type JobEvent, unitsOfEvents } from './lifecycle/due-events.ts';
import { lookAtProject, type ProjectLook } from './look-at-project.ts';
import { releaseImages } from './migrations/release-images.ts';
import { cutOff, runLocked, stoppedOutcome } from './run-locked.ts';
import { emptyShape, shapeOfTeardown } from './run-shape.ts';
import { type Run, Session, type SessionOptions } from './session.ts';
import { type Stop, settledStop, stopOne, stopOrKill } from './stop-started.ts';
import { isUp, tearDown } from './tear-down.ts';
import { within } from './within.ts';

/** What `down` is to do. */
export interface DownOptions extends SessionOptions {
  readonly project: string;
  /** volumes that the project owns, and its memory, go as well */
  readonly removeVolumes: boolean;
  /** names of images that go as well */
  readonly images: readonly string[];
  /** only these units, and neither networks nor volumes; absent: everything */
  readonly units?: ReadonlySet<string>;
  /** with all units of the manifest, for jobs that got their events after their start; undefined where there is none */
  readonly plan?: Plan;
  /** also where an event of a job that is to run before fails */
  readonly force?: boolean;
  /** what is to be run in a unit's container before it is stopped; undefined where nothing is known of it */
  hooksOf(unit: string): Pick<Unit, 'hooks'> | undefined;
  /** how long a container may take to stop, ms; absent: what it was made with */
  readonly graceMs?: number;
}

/** Longest that the removal of one thing may take, ms. */
const removeDeadline = 60_000;

/** Stops and removes all that a project owns by label, in reverse order; needs no manifest. */
export function down(options: DownOptions): Run {
  const session = new Session(options, 'down', emptyShape(options.project));
  return { view: session.state, done: run(session, options), send: (intent) => session.send(intent) };
}

function run(session: Session, options: DownOptions): Promise<Outcome> {
  const act = async () => stoppedOutcome(session, await takeDown(session, options));
  return runLocked(session, options.project, { act, whenInterrupted: cutOff });
}

async function takeDown(session: Session, options: DownOptions): Promise<boolean> {
  const { engine, project, removeVolumes } = options;
  const { interrupted } = session;
  const found = await lookAtProject(engine, project, interrupted);
  const { observed, documents } = found;
  session.learnSecrets(knownSecrets(documents));
  const due = eventsOf(options, found);
  const hasMore = (removeVolumes && documents.size > 0) || options.images.length > 0;
  if (isEmpty(observed, options) && !hasMore && due.length === 0) return true;
  const containers = observed.containers.filter(({ unit }) => options.units?.has(unit) ?? true);
  session.state.reshape(shapeOfTeardown(project, session.state.startedAt, containers, unitsOfEvents(due)), () => false);
  // Where nothing is remembered nothing is kept: a memory would be left behind.
  if (documents.size > 0 && containers.length + due.length > 0) startRecording(session, project, documents);
  session.recorder?.begin();
  const apart = await takeApart(session, options, { containers, due });
  try {
    return apart.complete && (await clear(session, options, found, apart));
  } finally {
    // Nothing is removed any more once others may go on.
    await apart.removed;
  }
}

/** Removes what is left once all has stopped, as far as that is asked for. */
async function clear(session: Session, options: DownOptions, found: ProjectLook, apart: Apart): Promise<boolean> {
  const { engine, project, removeVolumes } = options;
  const { failed, removed } = apart;
  // What has come up for an event is to go as well.
  const left = apart.hasEvents ? await engine.observe(project, session.interrupted) : found.observed;
  if (options.units === undefined && !(await removeOneOffs(session, options, left))) return false;
  if (failed.length > 0 && removeVolumes) return tellKept(session, failed);
  const isBare = options.units === undefined ? await removeGround(session, options, left, removed) : await removed;
  const needed = removeVolumes ? new Set<string>() : imagesOfEvents(found.documents);
  return (await removeImages(session, options, needed)) && isBare && failed.length === 0;
}

/** Events of jobs that are to run first: none where only some units go. */
function eventsOf(options: DownOptions, { observed, documents }: ProjectLook): readonly JobEvent[] {
  if (options.units !== undefined) return [];
  const known = { documents, containers: observed.containers, plan: options.plan };
  return dueEvents(known, options.removeVolumes ? 'delete' : 'stop');
}

/** What a teardown is about. */
interface Parts {
  readonly containers: readonly ObservedContainer[];
  readonly due: readonly JobEvent[];
}

/** How far a teardown has come. */
interface Apart {
  /** whether all that ran has stopped, as far as it had to */
  readonly complete: boolean;
  readonly hasEvents: boolean;
  /** events that count as failures */
  readonly failed: readonly JobEvent[];
  /** whether all that has stopped is removed, once that is known */
  readonly removed: Promise<boolean>;
}

/** Removes containers in reverse order, with events of jobs in their turn. */
async function takeApart(session: Session, options: DownOptions, { containers, due }: Parts): Promise<Apart> {
  // An interrupt leaves what has not begun; the next look tells what that is.
  const goesOn = () => !session.interrupted.aborted || session.killed.aborted;
  const { project } = options;
  if (due.length === 0) return await removeAll(session, options, containers, goesOn);
  const act = (container: ObservedContainer) => removeOne(session, options, container);
  const { tearDownWithEvents } = await import('./lifecycle/tear-down-with-events.ts');
  const keep = async (container: ObservedContainer) =>
    (await stopOne(session, container, { ...options, reason: 'down' })).settled;
  const stays = options.removeVolumes && !options.force;
  const actOrKeep = (container: ObservedContainer, isKept: boolean) => (isKept && stays ? keep : act)(container);
  const teardown = { project, containers, events: due, act: actOrKeep, goesOn };
  const { complete, failed } = await tearDownWithEvents(session, teardown);
  return { complete, hasEvents: true, failed: options.force ? [] : failed, removed: Promise.resolve(true) };
}

/** False: a removal that an event of a job had to come before is not complete without it. */
function tellKept({ emit }: Session, failed: readonly JobEvent[]): false {
  const names = failed.map(({ job }) => `"${job.name}"`).join(', ');
  const what = failed.length === 1 ? `the delete event of ${names}` : `delete events of ${names}`;
  const message = `volumes, networks and what is remembered of jobs stay, since ${what} failed`;
  const hint =
    'mend it and run "devstack down -v" again, or give up what it would have removed: devstack down -v --force';
  emit({ type: 'warning', message, hint });
  return false;
}

function isEmpty(observed: Observed, { removeVolumes, units }: DownOptions): boolean {
  const { containers, oneOffs, networks, volumes } = observed;
  if (units !== undefined) return !containers.some(({ unit }) => units.has(unit));
  const owned = [...networks, ...(removeVolumes ? volumes : [])].some((one) => one.owned);
  return containers.length === 0 && oneOffs.length === 0 && !owned;
}

/** What a container needs is in its turn when it has ended, networks when all have stopped; volumes wait for the removal. */
async function removeAll(
  session: Session,
  options: DownOptions,
  containers: readonly ObservedContainer[],
  goesOn: () => boolean,
): Promise<Apart> {
  const stops: Promise<boolean>[] = [];
  const removals: Promise<boolean>[] = [];
  const act = async (container: ObservedContainer): Promise<boolean> => {
    const { ended, settled } = await stopFor(session, options, container);
    stops.push(settled);
    removals.push(settled.then((isStopped) => isStopped && removeStopped(session, options, container)));
    return ended;
  };
  const isThrough = await tearDown(containers, act, goesOn);
  const complete = isThrough && !(await Promise.all(stops)).includes(false);
  const removed = Promise.all(removals).then((results) => !results.includes(false));
  return { complete, hasEvents: false, failed: [], removed };
}

async function removeOne(session: Session, options: DownOptions, container: ObservedContainer): Promise<boolean> {
  const { settled } = await stopFor(session, options, container);
  return (await settled) && (await removeStopped(session, options, container));
}

async function stopFor(session: Session, options: DownOptions, container: ObservedContainer): Promise<Stop> {
  const { instance } = container;
  if (!isUp(container)) return settledStop(true);
  let settled = Promise.resolve(true);
  const ended = await attempt(session, nameOf(container), async () => {
    session.emit({ type: 'unit.stopping', instance, reason: 'down' });
    const untilSettled = await stopOrKill(session, container, { ...options, reason: 'down' });
    settled = attempt(session, nameOf(container), untilSettled);
    session.emit({ type: 'unit.stopped', instance, reason: 'down' });
  });
  return ended ? { ended, settled } : settledStop(false);
}

async function removeStopped(session: Session, options: DownOptions, container: ObservedContainer): Promise<boolean> {
  const { engine, removeVolumes } = options;
  const { instance, handle, kind, mounts } = container;
  return await attempt(session, nameOf(container), async (signal) => {
    // What a job leaves in a volume without a name is nobody's; a service's data goes only when that is asked for.
    await engine.remove(handle, { volumes: removeVolumes || kind === 'job', mounts }, signal);
    session.emit({ type: 'unit.removed', instance });
  });
}

const nameOf = ({ instance }: ObservedContainer): string => `container of "${unitOf(instance)}"`;

/** Containers that were made beside the units, by `run`. */
async function removeOneOffs(
  session: Session,
  { engine, graceMs }: DownOptions,
  { oneOffs }: Observed,
): Promise<boolean> {
  const removed = oneOffs.map(({ handle, name }) =>
    attempt(session, `container "${name}"`, async (signal) => {
      await engine.stop(handle, signal, graceMs);
      await engine.remove(handle, { volumes: true }, signal);
    }),
  );
  return !(await Promise.all(removed)).includes(false);
}

async function removeGround(
  session: Session,
  options: DownOptions,
  { networks, volumes }: Observed,
  removed: Promise<boolean>,
): Promise<boolean> {
  const { engine, project, removeVolumes } = options;
  const { emit } = session;
  const gone = networks
    .filter(({ owned }) => owned)
    .map(({ name }) =>
      attempt(session, `network "${name}"`, async (signal) => {
        await engine.removeNetwork(name, signal);
        emit({ type: 'network.removed', name });
      }),
    );
  const areGone = await removed;
  const wanted = removeVolumes && areGone ? volumes.filter(({ owned }) => owned) : [];
  const emptied = wanted.map(({ name }) =>
    attempt(session, `volume "${name}"`, async (signal) => {
      await engine.removeVolume(name, signal);
      emit({ type: 'volume.removed', name });
    }),
  );
  const complete = !(await Promise.all([...gone, ...emptied])).includes(false) && areGone;
  if (!complete || !removeVolumes) return complete;
  // Last, so that whatever is left still has its memory.
  return await attempt(session, 'memory of the project', async (signal) => {
    await releaseImages(engine, project, signal);
    await engine.memory(project).destroy(signal);
    session.recorder = undefined;
  });
}

/** An image that something else uses, or is going to, stays, and that is told. */
async function removeImages(
  session: Session,
  { engine, images }: DownOptions,
  needed: ReadonlySet<string>,
): Promise<boolean> {
  const stays = (image: string, why: string): void =>
    session.emit({ type: 'warning', message: `the image "${image}" stays: ${why}` });
  const removed = images.map((reference) =>
    attempt(session, `image "${reference}"`, async (signal) => {
      if (needed.has(reference)) return stays(reference, 'a job that is still to be deleted needs it');
      const outcome = await engine.removeImage(reference, signal);
      if (outcome === 'removed') session.emit({ type: 'image.removed', image: reference });
      if (outcome === 'in-use') stays(reference, 'other containers use it');
    }),
  );
  return !(await Promise.all(removed)).includes(false);
}

/** Does one removal; a failure is told and the others go on. */
async function attempt(
  session: Session,
  what: string,
  remove: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  try {
    await within(session.options.clock, removeDeadline, remove);
    return true;
  } catch (error) {
    const { message, hint } = failureOf(error);
    const warning = { type: 'warning', message: `the ${what} could not be removed: ${message}` } as const;
    session.emit(hint === undefined ? warning : { ...warning, hint });
    return false;
  }
}
