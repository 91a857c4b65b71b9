import { seeServicesOf } from './address-facts.ts';
import type { RunContext, Work } from './context.ts';
import { runJob } from './jobs/run-job.ts';
import { launchService } from './launch-service.ts';

/** Does what a unit is there for: a job runs to its end, a service comes up. */
export async function launchUnit(context: RunContext, work: Work): Promise<void> {
  const { unit, signal } = work;
  if (unit.addresses.length > 0) await seeServicesOf(context, unit, signal);
  if (unit.kind === 'job') await runJob(context, { ...work, unit });
  else await launchService(context, { ...work, unit });
}
