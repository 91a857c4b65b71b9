import type { Outcome } from '../core/event.ts';
import { failureOf } from '../core/failure.ts';
import type { Plan } from '../plan/plan.ts';
import { type Assessment, stepsOf } from './assess.ts';
import type { End } from './first-end.ts';
import { startRecording } from './history/start-recording.ts';
import type { ImageWork } from './images/provide-image.ts';
import { renewImages, unitsToRenew } from './images/renew-images.ts';
import { lookAt } from './look.ts';
import { type HeldLock, takeLock } from './project-lock.ts';
import { refuseUnready } from './refuse-unready.ts';
import { reportUnchanged } from './report-unchanged.ts';
import { shapeOfPlan } from './run-shape.ts';
import { type Seen, seenNow } from './seen.ts';
import { type Run, Session, type SessionOptions } from './session.ts';
import { Supervisor } from './supervisor.ts';
import { exitedEnd, interruptedEnd, interruptedOutcome, stopsOn } from './up-ends.ts';
import type { UpPolicy } from './up-policy.ts';

/** What `up` is to do. */
export interface UpOptions extends SessionOptions {
  readonly plan: Plan;
  /** all units of the manifest, selected or not: a container of any other is an orphan */
  readonly unitNames: ReadonlySet<string>;
  /** how long it lasts: until ready or failed, while something runs, or until someone leaves it, also after a failure */
  readonly stay: 'no' | 'while-running' | 'until-left';
  /** whose log is followed */
  readonly followLogs: (unit: string) => boolean;
  /** how many of the last lines are told of what ran before this run; absent: a few */
  readonly linesBefore?: number;
  readonly policy: UpPolicy;
}

/** A run of `up`, which can take a new plan on its way. */
export interface UpRun extends Run {
  /** Goes on with this plan: what it changes is replaced, what it does not is kept. Resolves when that is under way. */
  replan(plan: Plan, unitNames: ReadonlySet<string>): Promise<void>;
  /** Hides what is known as sensitive in a text of a unit. */
  mask(text: string): string;
}

/** Brings a stack up in order, and stays with it as long as is asked. */
export function up(options: UpOptions): UpRun {
  const session = new Session(options, 'up', shapeOfPlan(options.plan));
  const supervisor = Promise.withResolvers<Supervisor>();
  // Only a replan waits for it; without one its failure is the run's own.
  supervisor.promise.catch(() => undefined);
  const done = finish(session, options, (made) => supervisor.resolve(made));
  done.catch((error: unknown) => supervisor.reject(error));
  return {
    view: session.state,
    done,
    send: (intent) => session.send(intent),
    mask: session.masker.apply,
    replan: async (plan, unitNames) => (await supervisor.promise).replan(plan, unitNames),
  };
}

type OnReady = (supervisor: Supervisor) => void;

async function finish(session: Session, options: UpOptions, ready: OnReady): Promise<Outcome> {
  const outcome = await bringUp(session, options, ready).catch((error: unknown) => {
    const { aborted, reason } = session.interrupted;
    if (!aborted || error !== reason) throw error;
    // Interrupted before anything was started: there is nothing to stop.
    return interruptedOutcome(session, true);
  });
  await session.recorder?.end(outcome, 'released');
  session.emit({ type: 'run.finished', outcome, durationMs: session.elapsed() });
  return outcome;
}

/** The lock is given back once everything is ready. */
const lockOf = ({ state }: Session): 'held' | 'released' => (state.readyAt === undefined ? 'held' : 'released');

async function bringUp(session: Session, options: UpOptions, ready: OnReady): Promise<Outcome> {
  const { engine, plan, unitNames, policy } = options;
  const { interrupted } = session;
  const { description } = await engine.info(interrupted);
  session.emit({ type: 'run.started', project: plan.project, command: 'up', engine: description });
  const first = await seenNow(engine, plan, unitNames, policy, interrupted);
  refuseUnready(plan, first.assessment);
  const images = imageWork(session, options);
  if (first.assessment.unchanged && unitsToRenew(plan, first.look, images).length === 0) {
    const supervisor = Supervisor.found(session, options, first);
    ready(supervisor);
    return await unchanged(session, options, supervisor);
  }
  const lock = await takeLock(session, plan.project);
  try {
    const found = await seenWithImages(session, options, images);
    refuseUnready(plan, found.assessment);
    if (!found.assessment.unchanged) await startRecording(session, plan.project, found.look.documents);
    const seen = await withData(session, options, found);
    const supervisor = seen.assessment.unchanged
      ? Supervisor.found(session, options, seen)
      : await Supervisor.made(session, options, seen);
    ready(supervisor);
    if (policy.startNothing) return await kept(session, await createOnly(session, supervisor));
    if (seen.assessment.unchanged) return await unchanged(session, options, supervisor, lock.release);
    return await changed(session, options, supervisor, lock);
  } catch (error) {
    if (!session.interrupted.aborted) await session.recorder?.end(failureOf(error), lockOf(session));
    throw error;
  } finally {
    await lock.release();
  }
}

const imageWork = ({ emit, interrupted }: Session, { engine, clock, plan, policy }: UpOptions): ImageWork => ({
  engine,
  clock,
  emit,
  project: plan.project,
  policy: policy.images,
  signal: interrupted,
});

/** Looks anew, since what was seen before the lock may have been another run's unfinished work, and with images that are up to date. */
async function seenWithImages(session: Session, options: UpOptions, images: ImageWork): Promise<Seen> {
  const { engine, plan, unitNames, policy } = options;
  const { interrupted } = session;
  const look = await lookAt(engine, plan, interrupted);
  const due = unitsToRenew(plan, look, images);
  if (due.length === 0) return await seenNow(engine, plan, unitNames, policy, interrupted, look);
  const renewed = await renewImages(images, due, look);
  return { ...(await seenNow(engine, plan, unitNames, policy, interrupted)), renewed };
}

/** Few jobs go back by snapshots, and what that takes is loaded for these alone. */
async function withData(session: Session, options: UpOptions, seen: Seen): Promise<Seen> {
  const goesBack = [...options.plan.units.values()].some(
    ({ unit }) => unit.kind === 'job' && unit.migrations?.onRollback.kind === 'restore',
  );
  if (!goesBack || options.policy.startNothing) return seen;
  const { prepareData } = await import('./migrations/prepare-data.ts');
  return await prepareData(session, options, seen);
}

async function createOnly(session: Session, supervisor: Supervisor): Promise<Outcome> {
  session.emit({ type: 'run.planned', steps: stepsOf(supervisor.seen.assessment) });
  await supervisor.createAll();
  await supervisor.end();
  return { kind: 'created' };
}

async function unchanged(
  session: Session,
  options: UpOptions,
  supervisor: Supervisor,
  release: () => Promise<void> = async () => undefined,
): Promise<Outcome> {
  const { seen } = supervisor;
  session.emit({ type: 'run.planned', steps: stepsOf(seen.assessment) });
  tellOrphans(session, options, seen.assessment);
  reportUnchanged(session, options.plan, seen.look, seen.assessment);
  session.emit({ type: 'run.ready', durationMs: session.elapsed(), changed: false });
  await release();
  return await afterReady(session, options, supervisor, false);
}

async function changed(
  session: Session,
  options: UpOptions,
  supervisor: Supervisor,
  { release }: HeldLock,
): Promise<Outcome> {
  session.emit({ type: 'run.planned', steps: stepsOf(supervisor.seen.assessment) });
  tellOrphans(session, options, supervisor.seen.assessment);
  const end = (await supervisor.claimPorts()) ? await settledOrEnded(options, supervisor) : undefined;
  if (session.interrupted.aborted) return await kept(session, await interruptedEnd(session, options, supervisor));
  if (end !== undefined) return await kept(session, await exitedEnd(session, options, supervisor, end));
  const failures = supervisor.failures();
  await supervisor.rememberReached(
    failures.length === 0 ? { kind: 'ready', changed: true } : { kind: 'failed', failures },
  );
  if (failures.length === 0) {
    session.emit({ type: 'run.ready', durationMs: session.elapsed(), changed: true });
    await release();
    return await afterReady(session, options, supervisor, true);
  }
  await release();
  if (options.stay === 'until-left' && (await leftOrMended(supervisor)) === 'mended' && !session.interrupted.aborted) {
    session.emit({ type: 'run.ready', durationMs: session.elapsed(), changed: true });
    await supervisor.rememberReached({ kind: 'ready', changed: true });
    return await afterReady(session, options, supervisor, true);
  }
  if (stopsOn(session)) await interruptedEnd(session, options, supervisor);
  await supervisor.end();
  return { kind: 'failed', failures };
}

/** Keeps what a run has come to while it holds the lock. */
async function kept(session: Session, outcome: Outcome): Promise<Outcome> {
  await session.recorder?.end(outcome, 'held');
  return outcome;
}

/** What failed can be seen to while someone stays. */
async function leftOrMended(supervisor: Supervisor): Promise<'left' | 'mended'> {
  supervisor.unlocked();
  // Where ports were taken, nothing has begun yet.
  await supervisor.begin();
  return await Promise.race([
    supervisor.left().then(() => 'left' as const),
    supervisor.mended().then(() => 'mended' as const),
  ]);
}

async function settledOrEnded(options: UpOptions, supervisor: Supervisor): Promise<End | undefined> {
  await supervisor.begin();
  return await Promise.race([settledInTime(options, supervisor), supervisor.firstEnd]);
}

async function settledInTime({ policy, clock }: UpOptions, supervisor: Supervisor): Promise<undefined> {
  const { waitTimeoutMs } = policy;
  if (waitTimeoutMs === undefined) return void (await supervisor.settled());
  const over = new AbortController();
  const late = clock.sleep(waitTimeoutMs, over.signal).then(
    () => supervisor.giveUp(waitTimeoutMs),
    () => undefined,
  );
  await Promise.race([supervisor.settled(), late.then(() => supervisor.settled())]);
  over.abort();
  return undefined;
}

async function afterReady(
  session: Session,
  options: UpOptions,
  supervisor: Supervisor,
  isChanged: boolean,
): Promise<Outcome> {
  if (options.stay !== 'no') {
    supervisor.unlocked();
    await supervisor.begin();
    if (options.stay === 'until-left') await supervisor.onlook('all is known');
    const left = supervisor.left(options.stay === 'while-running').then(() => undefined);
    const end = await Promise.race([supervisor.firstEnd, left]);
    if (session.interrupted.aborted) return await interruptedEnd(session, options, supervisor);
    if (end !== undefined) return await exitedEnd(session, options, supervisor, end);
  }
  await supervisor.end();
  const failures = supervisor.failures();
  return failures.length > 0 ? { kind: 'failed', failures } : { kind: 'ready', changed: isChanged };
}

/** Containers that the manifest knows nothing of any more are told, and left alone unless their removal was asked for. */
function tellOrphans(session: Session, { policy }: UpOptions, { orphans }: Assessment): void {
  if (orphans.length === 0 || policy.removeOrphans) return;
  const names = orphans.map(({ name }) => name).join(', ');
  const message = `${orphans.length === 1 ? 'a container is' : 'containers are'} left from an earlier manifest: ${names}`;
  session.emit({ type: 'warning', message, hint: '"devstack up --remove-orphans" removes them' });
}
