import type { Outcome } from '../../core/event.ts';
import { DevstackError } from '../../core/failure.ts';
import { didYouMean } from '../../core/suggest.ts';
import { instanceId } from '../../core/unit-state.ts';
import type { Plan } from '../../plan/plan.ts';
import { startRecording } from '../history/start-recording.ts';
import { knownSecrets } from '../jobs/known-secrets.ts';
import { lookAtProject } from '../look-at-project.ts';
import { runLocked } from '../run-locked.ts';
import { emptyShape, shapeOfContainers } from '../run-shape.ts';
import { type Run, Session, type SessionOptions } from '../session.ts';
import { eventOf, isDue, type JobEvent, type Known, triedJobs, unitsOfEvents } from './due-events.ts';
import { withLeftOutputs } from './left-outputs.ts';
import type { EventName } from './lifecycle-memory.ts';
import { runEvent } from './run-event.ts';

/** Which event of which job is to run now. */
export interface JobEventOptions extends SessionOptions {
  readonly project: string;
  readonly job: string;
  readonly event: EventName;
  /** of the manifest, with all of its units; undefined where there is none */
  readonly plan?: Plan;
  /** also where there is nothing to stop or to delete */
  readonly force: boolean;
}

/** Runs an event of a job by itself, with what it needs up, and leaves that up. */
export function jobEvent(options: JobEventOptions): Run {
  const session = new Session(options, 'job run', emptyShape(options.project));
  return { view: session.state, done: run(session, options), send: (intent) => session.send(intent) };
}

function run(session: Session, options: JobEventOptions): Promise<Outcome> {
  const whenInterrupted = { kind: 'stopped', wasReady: false, complete: true } as const;
  return runLocked(session, options.project, { act: () => runNow(session, options), whenInterrupted });
}

async function runNow(session: Session, options: JobEventOptions): Promise<Outcome> {
  const { engine, project, plan } = options;
  const { observed, documents } = await lookAtProject(engine, project, session.interrupted);
  const { containers } = observed;
  session.learnSecrets(knownSecrets(documents));
  const due = eventAskedFor({ containers, documents, plan }, options);
  session.state.reshape(shapeOfContainers(project, unitsOfEvents([due])), () => false);
  startRecording(session, project, documents);
  session.recorder?.begin();
  const isDone = await runEvent(session, await withLeftOutputs(session, due));
  const instance = instanceId(due.job.name);
  const state = session.state.states.get(instance);
  if (isDone || state?.phase !== 'failed') return { kind: 'exited', instance, exitCode: 0, complete: true };
  return { kind: 'failed', failures: [{ instance, failure: state.failure }] };
}

/** Throws `unknown-unit` for a job or an event that there is not, `nothing-running` where its turn has not come. */
function eventAskedFor(known: Known, { job, event, force }: JobEventOptions): JobEvent {
  const found = eventOf(known, job, event);
  if (found === undefined) throw unknown(known, job, event);
  if (force || isDue(known, found)) return found;
  const message =
    event === 'stop'
      ? `there is nothing to stop: job "${job}" has not ended well since it was stopped last`
      : `there is nothing to delete: job "${job}" was never started`;
  const hint = `run it all the same with: devstack job run ${job} --event ${event} --force`;
  throw new DevstackError({ code: 'nothing-running', family: 'usage', message, hint });
}

function unknown(known: Known, name: string, event: EventName): DevstackError {
  const usage = { code: 'unknown-unit', family: 'usage' } as const;
  const planned = [...(known.plan?.units.values() ?? [])].filter(({ kind }) => kind === 'job').map((job) => job.name);
  const jobs = new Set([...planned, ...triedJobs(known.documents)]);
  if (!jobs.has(name)) {
    const isService = known.plan?.units.has(name) === true;
    const message = isService
      ? `"${name}" is a service, not a job`
      : `there is no job "${name}", and none is remembered`;
    const hint =
      didYouMean(name, [...jobs]) ??
      (jobs.size === 0 ? 'there are no jobs at all' : `there is ${[...jobs].join(', ')}`);
    return new DevstackError({ ...usage, message, hint });
  }
  const others = (['stop', 'delete'] as const).filter((other) => eventOf(known, name, other) !== undefined);
  const has = [...(planned.includes(name) ? ['start'] : []), ...others];
  const hint = has.length === 0 ? 'it has none' : `it has ${has.join(', ')}`;
  return new DevstackError({ ...usage, message: `job "${name}" has no ${event} event`, hint });
}
