import type { Outcome } from '../core/event.ts';
import type { Plan } from '../plan/plan.ts';
import { beginAhead } from './ahead.ts';
import type { OnMade } from './change-stack.ts';
import { unitsToRenew } from './images/units-to-renew.ts';
import { interruptedOutcome } from './interrupted-outcome.ts';
import { takeLock } from './project-lock.ts';
import { refuseUnready } from './refuse-unready.ts';
import { shapeOfPlan } from './run-shape.ts';
import { seenNow } from './seen.ts';
import { type Run, Session, type SessionOptions } from './session.ts';
import type { Supervisor } from './supervisor.ts';
import { tellUnchanged } from './tell-unchanged.ts';
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
  /** ends before it would change anything */
  readonly isRehearsal?: boolean;
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
  const over = () => supervisor.reject(new Error('the run has ended'));
  done.then(over, (error: unknown) => supervisor.reject(error));
  return {
    view: session.state,
    done,
    send: (intent) => session.send(intent),
    mask: session.masker.apply,
    replan: async (plan, unitNames) => (await supervisor.promise).replan(plan, unitNames),
  };
}

async function finish(session: Session, options: UpOptions, made: OnMade): Promise<Outcome> {
  const outcome = await bringUp(session, options, made).catch((error: unknown) => {
    const { aborted, reason } = session.interrupted;
    if (!aborted || error !== reason) throw error;
    // Interrupted before anything was started: there is nothing to stop.
    return interruptedOutcome(session, true);
  });
  await session.recorder?.end(outcome, 'released');
  session.emit({ type: 'run.finished', outcome, durationMs: session.elapsed() });
  return outcome;
}

async function bringUp(session: Session, options: UpOptions, made: OnMade): Promise<Outcome> {
  const { engine, plan, unitNames, policy } = options;
  const { interrupted } = session;
  const looked = seenNow(engine, plan, unitNames, policy, interrupted);
  // Its failure is told in its turn.
  looked.catch(() => undefined);
  const { description } = await engine.info(interrupted);
  session.emit({ type: 'run.started', project: plan.project, command: 'up', engine: description });
  const first = await looked;
  refuseUnready(plan, first.assessment);
  const isUnchanged = first.assessment.unchanged && unitsToRenew(plan, first.look, options).length === 0;
  if (isUnchanged && options.stay === 'no') {
    tellUnchanged(session, options, first);
    return { kind: 'ready', changed: false };
  }
  if (options.isRehearsal) return { kind: 'ready', changed: true };
  // All that changes a stack or stays with it takes long to load, and one that is as wanted needs none of it.
  if (isUnchanged) {
    const { stayUnchanged } = await import('./change-stack.ts');
    return await stayUnchanged(session, options, first, made);
  }
  const lock = await takeLock(session, plan.project, policy.waitTimeoutMs);
  const ahead = beginAhead(session, options, first);
  const { changeStack } = await import('./change-stack.ts');
  return await changeStack(session, options, ahead, lock, made);
}
