import type { Outcome } from '../core/event.ts';
import { interruptedOutcome, stopsOn } from './interrupted-outcome.ts';
import { shapeOfPlan } from './run-shape.ts';
import { seenNow } from './seen.ts';
import { Session } from './session.ts';
import { stopAll } from './stop-started.ts';
import { Supervisor } from './supervisor.ts';
import type { UpOptions, UpRun } from './up.ts';
import { within } from './within.ts';

/** Longest that the look may take at what is to be stopped, ms. */
const lookDeadline = 60_000;

/**
 * Stays with a stack as it is, starts nothing by itself, and shows what becomes of it, whoever does that. What is asked
 * for is carried out as in `up`. A stop stops all of it: that somebody else started it is no reason to leave it.
 */
export function attach(options: UpOptions): UpRun {
  const session = new Session(options, 'attach', shapeOfPlan(options.plan));
  const supervisor = Promise.withResolvers<Supervisor>();
  // Only a replan waits for it; without one its failure is the run's own.
  supervisor.promise.catch(() => undefined);
  const done = stay(session, options, supervisor.resolve);
  done.catch((error: unknown) => supervisor.reject(error));
  return {
    view: session.state,
    done,
    send: (intent) => session.send(intent),
    mask: session.masker.apply,
    replan: async (plan, unitNames) => (await supervisor.promise).replan(plan, unitNames),
  };
}

async function stay(session: Session, options: UpOptions, ready: (supervisor: Supervisor) => void): Promise<Outcome> {
  const outcome = await follow(session, options, ready).catch((error: unknown) => {
    const { aborted, reason } = session.interrupted;
    if (!aborted || error !== reason) throw error;
    return interruptedOutcome(session, true);
  });
  session.emit({ type: 'run.finished', outcome, durationMs: session.elapsed() });
  return outcome;
}

async function follow(session: Session, options: UpOptions, ready: (supervisor: Supervisor) => void): Promise<Outcome> {
  const { engine, plan, unitNames, policy } = options;
  const { interrupted } = session;
  const { description } = await engine.info(interrupted);
  session.emit({ type: 'run.started', project: plan.project, command: 'attach', engine: description });
  const supervisor = Supervisor.found(session, options, await seenNow(engine, plan, unitNames, policy, interrupted));
  supervisor.unlocked();
  await supervisor.onlook('nothing is known');
  ready(supervisor);
  await supervisor.begin();
  await supervisor.left();
  const complete = stopsOn(session) ? await stopEverything(session, options) : true;
  await supervisor.end();
  return interruptedOutcome(session, complete);
}

async function stopEverything(session: Session, { engine, plan, policy, clock }: UpOptions): Promise<boolean> {
  session.emit({ type: 'run.stopping', reason: 'asked for' });
  const { containers } = await within(clock, lookDeadline, (signal) => engine.observe(plan.project, signal));
  const hooksOf = (unit: string) => plan.units.get(unit)?.unit;
  return await stopAll(session, containers, { reason: 'asked for', hooksOf, graceMs: policy.graceMs });
}
