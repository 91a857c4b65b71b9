import type { Event } from '../../core/event.ts';
import type { Failure } from '../../core/failure.ts';
import type { Plan } from '../../plan/plan.ts';
import { layGround } from '../ground.ts';
import { shapeOfPlan } from '../run-shape.ts';
import { seenNow } from '../seen.ts';
import { Session } from '../session.ts';
import { Supervisor } from '../supervisor.ts';
import { usualPolicy } from '../up-policy.ts';

/** What is there stays as it is: it is only to be up. */
const policy = { ...usualPolicy, renewalOf: () => 'never' as const };

/**
 * Sees to it that all services of a plan run: where one does not, it is started, or made again, and waited for until it
 * is ready. Their networks and volumes come first.
 */
export async function bringUpNeeds(session: Session, plan: Plan): Promise<Failure | undefined> {
  const { engine } = session.options;
  const { interrupted, emit } = session;
  await layGround(engine, await engine.info(interrupted), plan, emit, interrupted);
  const needed = { ...plan, units: new Map([...plan.units].filter(([, { kind }]) => kind === 'service')) };
  if (await allRun(session, needed)) return undefined;
  const inner = innerSession(session, needed);
  const unitNames = new Set(plan.units.keys());
  const seen = await seenNow(engine, needed, unitNames, policy, interrupted);
  const options = { ...inner.options, plan: needed, unitNames, stay: 'no' as const, followLogs: () => false, policy };
  const supervisor = Supervisor.found(inner, options, seen);
  await supervisor.begin();
  await supervisor.settled();
  const [failed] = supervisor.failures();
  await supervisor.end();
  interrupted.throwIfAborted();
  return failed?.failure;
}

async function allRun({ options, interrupted }: Session, { project, units }: Plan): Promise<boolean> {
  if (units.size === 0) return true;
  const { containers } = await options.engine.observe(project, interrupted);
  const running = new Set(containers.flatMap(({ instance, status }) => (status.kind === 'running' ? [instance] : [])));
  return [...units.values()].every(({ instances }) => instances.every((instance) => running.has(instance)));
}

/** A run within this one, which tells what becomes of units and ends with it. */
function innerSession(session: Session, plan: Plan): Session {
  const observer = (event: Event): void => {
    if (!event.type.startsWith('stage.') && !event.type.startsWith('run.')) session.emit(event);
  };
  const inner = new Session({ ...session.options, observer }, session.state.command, shapeOfPlan(plan));
  const follow = (signal: AbortSignal, type: 'stop' | 'kill'): void => {
    if (signal.aborted) inner.send({ type });
    else signal.addEventListener('abort', () => inner.send({ type }), { once: true });
  };
  follow(session.interrupted, 'stop');
  follow(session.killed, 'kill');
  return inner;
}
