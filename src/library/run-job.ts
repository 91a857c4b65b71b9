import { requireJob } from '../cli/require-job.ts';
import { instanceId } from '../core/unit-state.ts';
import { recordOf } from '../run/jobs/job-memory.ts';
import { bringUp } from './bring-up.ts';
import type { Footing } from './footing.ts';
import type { JobResult, RunJobOptions } from './options.ts';

/** Brings up what a job needs and runs it, unless nothing has changed since it last ended well. */
export async function runJob(
  footing: Footing,
  job: string,
  { force = false, signal = new AbortController().signal }: RunJobOptions,
): Promise<JobResult> {
  const { engine, project, planOf, onEvent } = footing;
  requireJob(project.manifest, job);
  let hasRun = false;
  const observed: Footing = {
    ...footing,
    onEvent: (event) => {
      if (event.type === 'unit.completed' && event.instance === instanceId(job)) hasRun = event.by !== 'replay';
      onEvent(event);
    },
  };
  const deed = { command: 'job run', units: [job], onAbort: 'kill' } as const;
  await bringUp(observed, planOf({ units: [job] }), force ? { rerun: new Set([job]) } : {}, deed, signal);
  const { done } = recordOf(await engine.memory(project.name).read(signal), job);
  const outputs = Object.entries(done?.outputs ?? {}).map(([name, { value }]) => [name, value] as const);
  return { by: hasRun ? 'run' : 'replayed', outputs: Object.fromEntries(outputs) };
}
