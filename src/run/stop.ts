import type { Outcome } from '../core/event.ts';
import type { Unit } from '../manifest/model.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { Plan } from '../plan/plan.ts';
import { startRecording } from './history/start-recording.ts';
import { knownSecrets } from './jobs/known-secrets.ts';
import { dueEvents, unitsOfEvents } from './lifecycle/due-events.ts';
import type { EventTeardown } from './lifecycle/tear-down-with-events.ts';
import { lookAtProject } from './look-at-project.ts';
import { cutOff, runLocked, stoppedOutcome } from './run-locked.ts';
import { emptyShape, shapeOfTeardown } from './run-shape.ts';
import { type Run, Session, type SessionOptions } from './session.ts';
import { type StopHow, stopAll, stopOne } from './stop-started.ts';
import { isUp } from './tear-down.ts';

/** What `stop` is to do. */
export interface StopOptions extends SessionOptions {
  readonly project: string;
  /** only these units; absent: all */
  readonly units?: ReadonlySet<string>;
  /** whether events of jobs run as well: those of a stop of the whole stack */
  readonly withEvents?: boolean;
  /** with all units of the manifest, for jobs that got their events after their start; undefined where there is none */
  readonly plan?: Plan;
  /** what is to be run in a unit's container before it is stopped; undefined where nothing is known of it */
  hooksOf(unit: string): Pick<Unit, 'hooks'> | undefined;
  /** how long a container may take to stop, ms; absent: what it was made with */
  readonly graceMs?: number;
}

/** Stops containers of a project in reverse order, and removes nothing; needs no manifest. */
export function stop(options: StopOptions): Run {
  const session = new Session(options, 'stop', emptyShape(options.project));
  return { view: session.state, done: run(session, options), send: (intent) => session.send(intent) };
}

function run(session: Session, options: StopOptions): Promise<Outcome> {
  const act = async () => stoppedOutcome(session, await stopWanted(session, options));
  return runLocked(session, options.project, { act, whenInterrupted: cutOff });
}

async function stopWanted(session: Session, options: StopOptions): Promise<boolean> {
  const { engine, project, units, hooksOf, graceMs } = options;
  const { observed, documents } = await lookAtProject(engine, project, session.interrupted);
  const { containers } = observed;
  session.learnSecrets(knownSecrets(documents));
  const wanted = containers.filter(({ unit }) => units?.has(unit) ?? true);
  const events = options.withEvents ? dueEvents({ documents, containers, plan: options.plan }, 'stop') : [];
  session.state.reshape(shapeOfTeardown(project, session.state.startedAt, wanted, unitsOfEvents(events)), () => false);
  const isNews = wanted.some(isUp) || events.length > 0;
  if (documents.size > 0 && isNews) startRecording(session, project, documents);
  session.recorder?.begin();
  const how = { reason: 'stop', hooksOf, graceMs };
  if (events.length === 0) return await stopAll(session, wanted, how);
  return await stopWithEvents(session, { project, containers: wanted, events }, how);
}

async function stopWithEvents(
  session: Session,
  parts: Pick<EventTeardown, 'project' | 'containers' | 'events'>,
  how: StopHow,
): Promise<boolean> {
  const { tearDownWithEvents } = await import('./lifecycle/tear-down-with-events.ts');
  let isComplete = true;
  const act = async (container: ObservedContainer): Promise<boolean> => {
    const { settled } = await stopOne(session, container, how);
    if (!(await settled)) isComplete = false;
    return true;
  };
  // An interrupt ends an event's waiting; containers are stopped all the same.
  const { failed } = await tearDownWithEvents(session, { ...parts, act, goesOn: () => true });
  return isComplete && failed.length === 0;
}
