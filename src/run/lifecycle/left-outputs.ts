import { storedOutputs } from '../jobs/job-memory.ts';
import { readOutputs } from '../jobs/read-outputs.ts';
import type { Session } from '../session.ts';
import type { JobEvent } from './due-events.ts';

/** An event with the outputs of a start that ended well while nobody was there to take them. */
export async function withLeftOutputs(session: Session, due: JobEvent): Promise<JobEvent> {
  const { engine } = session.options;
  const { interrupted, learnSecrets } = session;
  const handle = due.start.underWay?.handle;
  const container = handle === undefined ? undefined : await engine.inspect(handle, interrupted);
  if (container?.status.kind !== 'exited' || container.status.exitCode !== 0) return due;
  const outputs = await readOutputs({ engine, learnSecrets }, container.handle, due.job, interrupted);
  return outputs.ok ? { ...due, record: { ...due.record, outputs: storedOutputs(outputs.value) } } : due;
}
