import type { PlannedJob } from '../../plan/plan.ts';
import { planOfJob } from '../../plan/plan-of-job.ts';
import type { RunContext, Work } from '../context.ts';
import { environmentIdOf } from '../environment-id.ts';
import { recordOf } from '../jobs/job-memory.ts';
import { outputValues } from '../jobs/outputs.ts';
import { type LifecycleRecord, lifecycleDocument, lifecycleOf } from './lifecycle-memory.ts';

/**
 * The documents that a job's later events need, to be written before it starts: from then on it counts as tried. Empty
 * for a job without such events, of which nothing was remembered.
 */
export async function startDocuments(
  context: RunContext,
  { unit, signal }: Work<PlannedJob>,
): Promise<ReadonlyMap<string, unknown>> {
  const before = lifecycleOf(context.documents(), unit.name);
  const { stop, delete: remove } = unit.unit.lifecycle;
  if (stop === undefined && remove === undefined) {
    return new Map(before === undefined ? [] : [lifecycleDocument(unit.name, undefined)]);
  }
  // What does not count any more for whether it runs has happened all the same.
  const done = context.records.get(unit.name)?.done ?? recordOf(context.documents(), unit.name).done;
  const image = await context.engine.image(unit.unit.image, signal);
  const record: LifecycleRecord = {
    plan: planOfJob(context.plan(), unit, {
      outputs: outputValues(context.outputs),
      environmentId: environmentIdOf(context.key),
    }),
    ...(image && { imageId: image.id }),
    outputs: done?.outputs ?? before?.outputs ?? {},
    succeeded: before?.succeeded === true || (done !== undefined && done.undoneBy === undefined),
  };
  return new Map([lifecycleDocument(unit.name, record)]);
}
