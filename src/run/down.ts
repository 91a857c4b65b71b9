import type { Outcome } from '../core/event.ts';
import { failureOf } from '../core/failure.ts';
import { unitOf } from '../core/unit-state.ts';
import type { Unit } from '../manifest/model.ts';
import type { Observed, ObservedContainer } from '../plan/observed.ts';
import { startRecording } from './history/start-recording.ts';
import { knownSecrets } from './jobs/known-secrets.ts';
import { releaseImages } from './migrations/release-images.ts';
import { takeLock } from './project-lock.ts';
import { emptyShape, shapeOfContainers } from './run-shape.ts';
import { Interruption, type Run, Session, type SessionOptions } from './session.ts';
import { stopOrKill } from './stop-started.ts';
import { tearDown } from './tear-down.ts';
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

async function run(session: Session, options: DownOptions): Promise<Outcome> {
  const complete = await takeDown(session, options).catch(async (error: unknown) => {
    if (error instanceof Interruption) return false;
    await session.recorder?.end(failureOf(error), 'released');
    throw error;
  });
  // An interrupt in the middle is told as such, not as something that could not be removed.
  const wasReady = complete || !session.interrupted.aborted;
  const outcome: Outcome = { kind: 'stopped', wasReady, complete };
  await session.recorder?.end(outcome, 'released');
  session.emit({ type: 'run.finished', outcome, durationMs: session.elapsed() });
  return outcome;
}

async function takeDown(session: Session, options: DownOptions): Promise<boolean> {
  const { engine, project, removeVolumes } = options;
  const { interrupted, emit } = session;
  const { description } = await engine.info(interrupted);
  emit({ type: 'run.started', project, command: 'down', engine: description });
  const [found, remembers] = await Promise.all([engine.observe(project, interrupted), hasMemory(session, options)]);
  const hasMore = (removeVolumes && remembers) || options.images.length > 0;
  if (isEmpty(found, options) && !hasMore) return true;
  const lock = await takeLock(session, project);
  try {
    const [observed, documents] = await Promise.all([
      engine.observe(project, interrupted),
      engine.memory(project).read(interrupted),
    ]);
    const wanted = observed.containers.filter(({ unit }) => options.units?.has(unit) ?? true);
    session.state.reshape(shapeOfContainers(project, wanted), () => false);
    // Where nothing is remembered nothing is kept: a memory would be left behind.
    if (documents.size > 0 && wanted.length > 0) await startRecording(session, project, documents);
    session.recorder?.begin();
    // An interrupt leaves what has not begun; the next look tells what that is.
    const goesOn = () => !session.interrupted.aborted || session.killed.aborted;
    if (!(await tearDown(wanted, (container) => removeOne(session, options, container), goesOn))) return false;
    if (options.units === undefined && !(await removeOneOffs(session, observed))) return false;
    const complete = options.units !== undefined || (await removeGround(session, options, observed));
    return (await removeImages(session, options)) && complete;
  } finally {
    await lock.release();
  }
}

/** Whether anything is remembered; what is sensitive in that is masked from now on. */
async function hasMemory(session: Session, { engine, project }: DownOptions): Promise<boolean> {
  const documents = await engine.memory(project).read(session.interrupted);
  session.learnSecrets(knownSecrets(documents));
  return documents.size > 0;
}

function isEmpty(observed: Observed, { removeVolumes, units }: DownOptions): boolean {
  const { containers, oneOffs, networks, volumes } = observed;
  if (units !== undefined) return !containers.some(({ unit }) => units.has(unit));
  const owned = [...networks, ...(removeVolumes ? volumes : [])].some((one) => one.owned);
  return containers.length === 0 && oneOffs.length === 0 && !owned;
}

async function removeOne(session: Session, options: DownOptions, container: ObservedContainer): Promise<boolean> {
  const { engine, removeVolumes, hooksOf, graceMs } = options;
  const { instance, handle, status, kind } = container;
  const runs = status.kind === 'running' || status.kind === 'restarting' || status.kind === 'paused';
  return await attempt(session, `container of "${unitOf(instance)}"`, async (signal) => {
    if (runs) {
      session.emit({ type: 'unit.stopping', instance, reason: 'down' });
      await stopOrKill(session, container, { reason: 'down', hooksOf, graceMs });
      session.emit({ type: 'unit.stopped', instance, reason: 'down' });
    }
    // What a job leaves in a volume without a name is nobody's; a service's data goes only when that is asked for.
    await engine.remove(handle, { volumes: removeVolumes || kind === 'job' }, signal);
    session.emit({ type: 'unit.removed', instance });
  });
}

/** Containers that were made beside the units, by `run`. */
async function removeOneOffs(session: Session, { oneOffs }: Observed): Promise<boolean> {
  const { engine } = session.options;
  const removed = oneOffs.map(({ handle, name }) =>
    attempt(session, `container "${name}"`, async (signal) => {
      await engine.stop(handle, signal);
      await engine.remove(handle, { volumes: true }, signal);
    }),
  );
  return !(await Promise.all(removed)).includes(false);
}

async function removeGround(session: Session, options: DownOptions, { networks, volumes }: Observed): Promise<boolean> {
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
  const wanted = removeVolumes ? volumes.filter(({ owned }) => owned) : [];
  const emptied = wanted.map(({ name }) =>
    attempt(session, `volume "${name}"`, async (signal) => {
      await engine.removeVolume(name, signal);
      emit({ type: 'volume.removed', name });
    }),
  );
  const complete = !(await Promise.all([...gone, ...emptied])).includes(false);
  if (!complete || !removeVolumes) return complete;
  // Last, so that whatever is left still has its memory.
  return await attempt(session, 'memory of the project', async (signal) => {
    await releaseImages(engine, project, signal);
    await engine.memory(project).destroy(signal);
    session.recorder = undefined;
  });
}

/** An image that something else uses stays, and that is told. */
async function removeImages(session: Session, { engine, images }: DownOptions): Promise<boolean> {
  const removed = images.map((reference) =>
    attempt(session, `image "${reference}"`, async (signal) => {
      const outcome = await engine.removeImage(reference, signal);
      if (outcome === 'removed') session.emit({ type: 'image.removed', image: reference });
      if (outcome !== 'in-use') return;
      session.emit({ type: 'warning', message: `the image "${reference}" stays: other containers use it` });
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
