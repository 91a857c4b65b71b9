import type { Outcome } from '../core/event.ts';
import type { End } from './first-end.ts';
import { interruptedOutcome, stopsOn } from './interrupted-outcome.ts';
import type { Session } from './session.ts';
import { stopStarted } from './stop-started.ts';
import type { Supervisor } from './supervisor.ts';
import type { UpOptions } from './up.ts';

/** Ends a run because one of its units did: stops the others. The code is that unit's, or the one's that was asked for. */
export async function exitedEnd(
  session: Session,
  options: UpOptions,
  supervisor: Supervisor,
  { instance, exitCode }: End,
): Promise<Outcome> {
  const { endOn } = options.policy;
  session.emit({ type: 'run.stopping', reason: `${instance} exited with code ${exitCode}` });
  await supervisor.halt('a unit exited');
  const complete = await stopAll(session, options, supervisor);
  await supervisor.end();
  const codeFrom = endOn.kind === 'nothing' ? undefined : endOn.codeFrom;
  const asked = codeFrom === undefined ? undefined : await supervisor.exitCodeOf(codeFrom);
  return { kind: 'exited', instance, exitCode: asked ?? exitCode, complete };
}

/** Ends an interrupted run: what it started is stopped in reverse order, or left as it is. */
export async function interruptedEnd(session: Session, options: UpOptions, supervisor: Supervisor): Promise<Outcome> {
  if (!stopsOn(session)) {
    await supervisor.end();
    return interruptedOutcome(session, true);
  }
  session.emit({ type: 'run.stopping', reason: 'interrupted' });
  await supervisor.halt('interrupted');
  const complete = await stopAll(session, options, supervisor);
  await supervisor.end();
  return interruptedOutcome(session, complete);
}

async function stopAll(session: Session, { plan, policy }: UpOptions, supervisor: Supervisor): Promise<boolean> {
  const hooksOf = (unit: string) => plan.units.get(unit)?.unit;
  const how = { reason: 'interrupted', hooksOf, graceMs: policy.graceMs };
  const complete = await stopStarted(session, plan.project, supervisor.startedHere, how);
  await supervisor.forgetStopped();
  return complete;
}
