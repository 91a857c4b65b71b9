import { storedOutputs } from '../jobs/job-memory.ts';
import { readOutputs } from '../jobs/read-outputs.ts';
import type { Session } from '../session.ts';
import { within } from '../within.ts';
import type { JobEvent } from './due-events.ts';

/** Longest that the look at what a start has left may take, ms. */
const deadline = 60_000;

/** An event with the outputs of a start that ended well while nobody was there to take them. */
export async function withLeftOutputs({ options, learnSecrets }: Session, due: JobEvent): Promise<JobEvent> {
  const { engine, clock } = options;
  const handle = due.start.underWay?.handle;
  if (handle === undefined) return due;
  return await within(clock, deadline, async (signal) => {
    const status = (await engine.inspect(handle, signal))?.status;
    if (status?.kind !== 'exited' || status.exitCode !== 0) return due;
    const outputs = await readOutputs({ engine, learnSecrets }, handle, due.job, signal);
    return outputs.ok ? { ...due, record: { ...due.record, outputs: storedOutputs(outputs.value) } } : due;
  });
}
