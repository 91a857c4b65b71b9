import { type InstanceId, instanceId } from '../../core/unit-state.ts';
import type { LifecycleEvent } from '../../manifest/model.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { Plan, PlannedJob } from '../../plan/plan.ts';
import { planOfJob } from '../../plan/plan-of-job.ts';
import { environmentIdOf } from '../environment-id.ts';
import { type JobRecord, jobNames, recordOf, replayedOutputs } from '../jobs/job-memory.ts';
import { outputValues } from '../jobs/outputs.ts';
import { keyIn } from '../memory-key.ts';
import { type EventName, jobsWithLifecycle, type LifecycleRecord, lifecycleOf } from './lifecycle-memory.ts';

/** An event of a job that can be run, with all that it takes. */
export interface JobEvent {
  readonly job: PlannedJob;
  readonly event: EventName;
  readonly how: LifecycleEvent;
  readonly record: LifecycleRecord;
  readonly start: JobRecord;
}

/** What is known of a project's jobs. */
export interface Known {
  readonly documents: ReadonlyMap<string, unknown>;
  readonly containers: readonly ObservedContainer[];
  /** of the manifest, with all of its units; undefined where there is none */
  readonly plan: Plan | undefined;
}

/**
 * Events that are to run: `stop` of jobs whose start has ended well since their last stop, `delete` of those whose
 * start was ever tried. What a job does at an event is as the manifest says now, where it says so; all else is as it
 * was at its start.
 */
export function dueEvents(known: Known, event: EventName): readonly JobEvent[] {
  return [...triedJobs(known.documents)].flatMap((name) => {
    const found = eventOf(known, name, event);
    return found !== undefined && isDue(known, found) ? [found] : [];
  });
}

/** Names of the images that a later removal needs, for delete events and what these stand on. */
export function imagesOfEvents(documents: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const records = jobsWithLifecycle(documents).map((name) => [name, lifecycleOf(documents, name)] as const);
  const images = records.flatMap(([name, record]) => {
    const job = jobIn(record?.plan, name);
    if (record === undefined || job?.unit.lifecycle.delete === undefined) return [];
    return [...record.plan.units.values()].map(({ unit }) => unit.image);
  });
  return new Set(images);
}

/** An event of a job, due or not; undefined where neither the memory nor the manifest knows of it. */
export function eventOf(known: Known, name: string, event: EventName): JobEvent | undefined {
  const start = recordOf(known.documents, name);
  const found = lifecycleOf(known.documents, name) ?? recordNow(known, name, start);
  const job = found?.plan.units.get(name);
  if (found === undefined || job?.kind !== 'job') return undefined;
  const record = { ...found, outputs: start.done?.outputs ?? found.outputs };
  const how = jobIn(known.plan, name)?.unit.lifecycle[event] ?? job.unit.lifecycle[event];
  return how && { job, event, how, record, start };
}

/** Whether the start of an event's job was ever tried, and for a stop, whether it has ended well since the last one. */
export function isDue({ documents, containers }: Known, { job, event, record, start }: JobEvent): boolean {
  if (event === 'delete') return triedJobs(documents).has(job.name);
  if (record.succeeded || (start.done !== undefined && start.done.undoneBy === undefined)) return true;
  // It may have ended while nobody was there to write that down.
  const container = containers.find(({ handle }) => handle === start.underWay?.handle);
  return container?.status.kind === 'exited' && container.status.exitCode === 0;
}

/** Jobs whose start was ever tried: something is remembered of each from then on, until it is deleted. */
export const triedJobs = (documents: ReadonlyMap<string, unknown>): ReadonlySet<string> =>
  new Set([...jobsWithLifecycle(documents), ...jobNames(documents)]);

/** For a job that got its events after its last start: from the manifest, with what is remembered of outputs. */
function recordNow({ plan, documents }: Known, name: string, { done }: JobRecord): LifecycleRecord | undefined {
  const job = jobIn(plan, name);
  if (plan === undefined || job === undefined) return undefined;
  const outputs = new Map(
    jobNames(documents).flatMap((other) => {
      const { done: ended } = recordOf(documents, other);
      return ended === undefined ? [] : [[other, replayedOutputs(ended)] as const];
    }),
  );
  return {
    plan: planOfJob(plan, job, { outputs: outputValues(outputs), environmentId: environmentIdOf(keyIn(documents)) }),
    outputs: done?.outputs ?? {},
    succeeded: false,
  };
}

function jobIn(plan: Plan | undefined, name: string): PlannedJob | undefined {
  const planned = plan?.units.get(name);
  return planned?.kind === 'job' ? planned : undefined;
}

/** Units that events bring into a teardown, as if their containers were there. */
export function unitsOfEvents(
  events: readonly JobEvent[],
): readonly (Pick<ObservedContainer, 'unit' | 'kind' | 'needs'> & { readonly instance: InstanceId })[] {
  return events.flatMap(({ record }) =>
    [...record.plan.units.values()].map(({ name, kind, needs }) => ({
      unit: name,
      kind,
      instance: instanceId(name),
      needs: needs.map(({ unit }) => unit),
    })),
  );
}
