import type { Intent, Outcome } from '../core/event.ts';
import type { Plan } from '../plan/plan.ts';
import { type Assessment, stepsOf } from './assess.ts';
import { takeLock } from './project-lock.ts';
import { reportUnchanged } from './report-unchanged.ts';
import { shapeOfPlan } from './run-shape.ts';
import { seenNow } from './seen.ts';
import { Interruption, type Run, Session, type SessionOptions } from './session.ts';
import { stopStarted } from './stop-started.ts';
import { Supervisor } from './supervisor.ts';

/** What `up` is to do. */
export interface UpOptions extends SessionOptions {
  readonly plan: Plan;
  /** all units of the manifest, selected or not: a container of any other is an orphan */
  readonly unitNames: ReadonlySet<string>;
  /** how long it lasts: until ready or failed, while something runs, or until someone leaves it, also after a failure */
  readonly stay: 'no' | 'while-running' | 'until-left';
  readonly followLogs: boolean;
}

/** A run of `up`, which can take a new plan on its way. */
export interface UpRun extends Run {
  /** Goes on with this plan: what it changes is replaced, what it does not is kept. Resolves when that is under way. */
  replan(plan: Plan, unitNames: ReadonlySet<string>): Promise<void>;
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
    replan: async (plan, unitNames) => (await supervisor.promise).replan(plan, unitNames),
  };
}

async function finish(session: Session, options: UpOptions, ready: (supervisor: Supervisor) => void): Promise<Outcome> {
  const outcome = await bringUp(session, options, ready).catch((error: unknown) => {
    const { aborted, reason } = session.interrupted;
    if (!aborted || error !== reason) throw error;
    // Interrupted before anything was started: there is nothing to stop.
    return interruptedOutcome(session, true);
  });
  session.emit({ type: 'run.finished', outcome, durationMs: session.elapsed() });
  return outcome;
}

async function bringUp(
  session: Session,
  options: UpOptions,
  ready: (supervisor: Supervisor) => void,
): Promise<Outcome> {
  const { engine, plan } = options;
  const { interrupted } = session;
  const { description } = await engine.info(interrupted);
  session.emit({ type: 'run.started', project: plan.project, command: 'up', engine: description });
  const first = await seenNow(engine, plan, options.unitNames, interrupted);
  if (first.assessment.unchanged) {
    const supervisor = Supervisor.found(session, options, first);
    ready(supervisor);
    return await unchanged(session, options, supervisor);
  }
  const lock = await takeLock(session, plan.project);
  try {
    // What was seen before the lock may have been another run's unfinished work.
    const seen = await seenNow(engine, plan, options.unitNames, interrupted);
    const supervisor = seen.assessment.unchanged
      ? Supervisor.found(session, options, seen)
      : await Supervisor.made(session, options, seen);
    ready(supervisor);
    if (seen.assessment.unchanged) return await unchanged(session, options, supervisor, lock.release);
    return await changed(session, options, supervisor, lock.release);
  } finally {
    await lock.release();
  }
}

async function unchanged(
  session: Session,
  options: UpOptions,
  supervisor: Supervisor,
  release: () => Promise<void> = async () => undefined,
): Promise<Outcome> {
  const { seen } = supervisor;
  session.emit({ type: 'run.planned', steps: stepsOf(seen.assessment) });
  tellOrphans(session, seen.assessment);
  reportUnchanged(session, options.plan, seen.look, seen.assessment);
  session.emit({ type: 'run.ready', durationMs: session.elapsed(), changed: false });
  await release();
  return await afterReady(session, options, supervisor, false);
}

async function changed(
  session: Session,
  options: UpOptions,
  supervisor: Supervisor,
  release: () => Promise<void>,
): Promise<Outcome> {
  session.emit({ type: 'run.planned', steps: stepsOf(supervisor.seen.assessment) });
  tellOrphans(session, supervisor.seen.assessment);
  await supervisor.begin();
  await supervisor.settled();
  if (session.interrupted.aborted) return await interruptedEnd(session, options, supervisor);
  const failures = supervisor.failures();
  await supervisor.rememberReady();
  if (failures.length === 0) {
    session.emit({ type: 'run.ready', durationMs: session.elapsed(), changed: true });
    await release();
    return await afterReady(session, options, supervisor, true);
  }
  await release();
  if (options.stay === 'until-left') await supervisor.left();
  if (stopsOn(session)) await interruptedEnd(session, options, supervisor);
  await supervisor.end();
  return { kind: 'failed', failures };
}

async function afterReady(
  session: Session,
  options: UpOptions,
  supervisor: Supervisor,
  isChanged: boolean,
): Promise<Outcome> {
  if (options.stay !== 'no') {
    await supervisor.begin();
    await supervisor.left(options.stay === 'while-running');
    if (session.interrupted.aborted) return await interruptedEnd(session, options, supervisor);
  }
  await supervisor.end();
  const failures = supervisor.failures();
  return failures.length > 0 ? { kind: 'failed', failures } : { kind: 'ready', changed: isChanged };
}

/** Containers that the manifest knows nothing of any more are told, and left alone. */
function tellOrphans(session: Session, { orphans }: Assessment): void {
  if (orphans.length === 0) return;
  const names = orphans.map(({ name }) => name).join(', ');
  const message = `${orphans.length === 1 ? 'a container is' : 'containers are'} left from an earlier manifest: ${names}`;
  session.emit({ type: 'warning', message, hint: '"devstack down" removes them with the rest' });
}

/** Ends an interrupted run: what it started is stopped in reverse order, or left as it is. */
async function interruptedEnd(session: Session, { plan }: UpOptions, supervisor: Supervisor): Promise<Outcome> {
  if (!stopsOn(session)) {
    await supervisor.end();
    return interruptedOutcome(session, true);
  }
  session.emit({ type: 'run.stopping', reason: 'interrupted' });
  await supervisor.halt('interrupted');
  const complete = await stopStarted(session, plan.project, supervisor.startedHere, 'interrupted');
  await supervisor.end();
  return interruptedOutcome(session, complete);
}

const intentOf = ({ interrupted }: Session): Intent['type'] | undefined =>
  interrupted.reason instanceof Interruption ? interrupted.reason.intent.type : undefined;

const stopsOn = (session: Session): boolean => session.interrupted.aborted && intentOf(session) !== 'detach';

function interruptedOutcome(session: Session, complete: boolean): Outcome {
  if (intentOf(session) === 'detach') return { kind: 'detached' };
  return { kind: 'stopped', wasReady: session.state.readyAt !== undefined, complete };
}
