import type { Outcome } from '../core/event.ts';
import { failureOf } from '../core/failure.ts';
import type { Ahead } from './ahead.ts';
import { stepsOf } from './assess.ts';
import type { End } from './first-end.ts';
import { startRecording } from './history/start-recording.ts';
import type { ImageWork } from './images/provide-image.ts';
import { renewImages } from './images/renew-images.ts';
import { unitsToRenew } from './images/units-to-renew.ts';
import { stopsOn } from './interrupted-outcome.ts';
import type { Look } from './look.ts';
import { goesBack } from './migrations/goes-back.ts';
import type { HeldLock } from './project-lock.ts';
import { refuseUnready } from './refuse-unready.ts';
import { rememberBeginning } from './remember-run.ts';
import { type Seen, seenNow } from './seen.ts';
import type { Session } from './session.ts';
import { Supervisor } from './supervisor.ts';
import { tellOrphans, tellUnchanged } from './tell-unchanged.ts';
import type { UpOptions } from './up.ts';
import { exitedEnd, interruptedEnd } from './up-ends.ts';

/** Hears of what supervises the stack, once there is one. */
export type OnMade = (supervisor: Supervisor) => void;

/** Stays with a stack on which nothing is to be done. */
export async function stayUnchanged(session: Session, options: UpOptions, seen: Seen, made: OnMade): Promise<Outcome> {
  const supervisor = Supervisor.found(session, options, seen);
  made(supervisor);
  tellUnchanged(session, options, seen);
  return await afterReady(session, options, supervisor, false);
}

/** Makes of a stack what the plan says, under its lock, which it gives back, and stays with it as long as is asked. */
export async function changeStack(
  session: Session,
  options: UpOptions,
  ahead: Ahead,
  lock: HeldLock,
  made: OnMade,
): Promise<Outcome> {
  const { plan, policy } = options;
  let beginning: Promise<void> | undefined;
  try {
    const found = await seenWithImages(session, options, await ahead.look);
    refuseUnready(plan, found.assessment);
    if (!found.assessment.unchanged) startRecording(session, plan.project, found.look.documents);
    const seen = await withData(session, options, found);
    if (seen.assessment.unchanged && !policy.startNothing) {
      await lock.release();
      return await stayUnchanged(session, options, seen, made);
    }
    session.emit({ type: 'run.planned', steps: stepsOf(seen.assessment) });
    if (!seen.assessment.unchanged) beginning = rememberBeginning(session, options, seen.look);
    // Made up for at the run's end, or told there.
    beginning?.catch(() => undefined);
    const supervisor =
      beginning === undefined
        ? Supervisor.found(session, options, seen)
        : await Supervisor.made(session, options, seen, ahead, beginning);
    made(supervisor);
    if (policy.startNothing) return await kept(session, await createOnly(supervisor));
    return await changed(session, options, supervisor, lock);
  } catch (error) {
    if (!session.interrupted.aborted) await session.recorder?.end(failureOf(error), lockOf(session));
    throw error;
  } finally {
    // Nothing is made any more once others may go on.
    await Promise.allSettled([ahead.ground, ahead.memory, beginning]);
    await lock.release();
  }
}

/** The lock is given back once everything is ready. */
const lockOf = ({ state }: Session): 'held' | 'released' => (state.readyAt === undefined ? 'held' : 'released');

const imageWork = ({ emit, interrupted }: Session, { engine, clock, plan, policy }: UpOptions): ImageWork => ({
  engine,
  clock,
  emit,
  project: plan.project,
  policy: policy.images,
  signal: interrupted,
});

/** What a look means, with images that are up to date. */
async function seenWithImages(session: Session, options: UpOptions, look: Look): Promise<Seen> {
  const { engine, plan, unitNames, policy } = options;
  const { interrupted } = session;
  const due = unitsToRenew(plan, look, options);
  if (due.length === 0) return await seenNow(engine, plan, unitNames, policy, interrupted, look);
  const renewed = await renewImages(imageWork(session, options), due, look);
  return { ...(await seenNow(engine, plan, unitNames, policy, interrupted)), renewed };
}

/** Few jobs go back by snapshots, and what that takes is loaded for these alone. */
async function withData(session: Session, options: UpOptions, seen: Seen): Promise<Seen> {
  if (!goesBack(options.plan) || options.policy.startNothing) return seen;
  const { prepareData } = await import('./migrations/prepare-data.ts');
  return await prepareData(session, options, seen);
}

async function createOnly(supervisor: Supervisor): Promise<Outcome> {
  await supervisor.createAll();
  await supervisor.end();
  return { kind: 'created' };
}

async function changed(
  session: Session,
  options: UpOptions,
  supervisor: Supervisor,
  { release, waitedMs }: HeldLock,
): Promise<Outcome> {
  tellOrphans(session, options, supervisor.seen.assessment);
  const end = (await supervisor.claimPorts()) ? await settledOrEnded(options, supervisor, waitedMs) : undefined;
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

async function settledOrEnded(options: UpOptions, supervisor: Supervisor, waitedMs: number): Promise<End | undefined> {
  await supervisor.begin();
  return await Promise.race([settledInTime(options, supervisor, waitedMs), supervisor.firstEnd]);
}

/** The wait for another run is part of the time that everything has. */
async function settledInTime(
  { policy, clock }: UpOptions,
  supervisor: Supervisor,
  waitedMs: number,
): Promise<undefined> {
  const { waitTimeoutMs } = policy;
  if (waitTimeoutMs === undefined) return void (await supervisor.settled());
  const over = new AbortController();
  const late = clock.sleep(Math.max(0, waitTimeoutMs - waitedMs), over.signal).then(
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
