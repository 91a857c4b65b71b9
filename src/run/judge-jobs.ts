import type { PlannedStep } from '../core/event.ts';
import { instanceId } from '../core/unit-state.ts';
import { countedFiles } from '../manifest/counted-files.ts';
import { isGiven, type Plan, type PlannedJob } from '../plan/plan.ts';
import { specOf } from '../plan/spec-of.ts';
import type { ComingContainers } from './coming-containers.ts';
import { environmentIdOf } from './environment-id.ts';
import { type Fingerprint, fingerprintOf } from './jobs/fingerprint.ts';
import { imageIdentity } from './jobs/image-identity.ts';
import { hashInputs } from './jobs/inputs.ts';
import { outputsFromOutside, recordOf, replayedOutputs } from './jobs/job-memory.ts';
import { judge, judgeAsGiven } from './jobs/judge.ts';
import { type JobOutputs, outputValues } from './jobs/outputs.ts';
import { stateOfJob } from './jobs/state-of-job.ts';
import type { Look } from './look.ts';
import type { UpPolicy } from './up-policy.ts';

/** What is to become of the jobs of a plan. */
export interface JudgedJobs {
  /** by name */
  readonly steps: ReadonlyMap<string, PlannedStep>;
  /** of those that are not to run, and of jobs outside the plan */
  readonly outputs: ReadonlyMap<string, JobOutputs>;
}

/** What is known of the data that jobs work on. */
interface Seen {
  readonly look: Look;
  readonly plan: Plan;
  readonly coming: ComingContainers;
}

/** Judges each job by what is remembered of it, where containers are about to be as `coming` has them. */
export async function judgeJobs(
  look: Look,
  plan: Plan,
  policy: UpPolicy,
  coming: ComingContainers,
  signal: AbortSignal,
): Promise<JudgedJobs> {
  const seen = { look, plan, coming };
  const outputs = outputsFromOutside(plan, look.documents);
  const steps = new Map<string, PlannedStep>();
  for (const planned of plan.units.values()) {
    if (planned.kind !== 'job') continue;
    const step = await judgeJob(seen, planned, outputs, policy, signal);
    steps.set(planned.name, await withMigrations(look, plan, planned, step, signal));
  }
  return { steps, outputs };
}

/** Whether a container that is not to stay as it is holds data of a job that seems to be done. */
export const isDataAtStake = (plan: Plan, { steps }: JudgedJobs, coming: ComingContainers): boolean =>
  [...plan.units.values()].some(
    (unit) =>
      unit.kind === 'job' &&
      steps.get(unit.name)?.action === 'keep' &&
      unit.stateServices.some(({ name }) => coming.has(name)),
  );

async function judgeJob(
  seen: Seen,
  job: PlannedJob,
  outputs: Map<string, JobOutputs>,
  { rerun }: UpPolicy,
  signal: AbortSignal,
): Promise<PlannedStep> {
  const instance = instanceId(job.name);
  if (isGiven(seen.plan, job)) return judgeGiven(seen, job, outputs, signal);
  if (rerun?.has(job.name)) return { instance, action: 'run', cause: 'asked for' };
  const record = recordOf(seen.look.documents, job.name);
  if (record.done === undefined) return { instance, action: 'run', cause: 'has not completed yet' };
  // Nothing that others pass on makes a job of one time run again.
  const open = job.unit.run === 'once' ? [] : job.outputsFrom.filter((name) => !outputs.has(name));
  if (open.length > 0) return { instance, action: 'run', cause: `depends on what ${open.join(', ')} will pass on` };
  const judgement = judge(job.unit, record, await fingerprintSeen(seen, job, outputs, signal));
  if (judgement.kind === 'run') return { instance, action: 'run', cause: judgement.cause };
  outputs.set(job.name, replayedOutputs(judgement.done));
  const cause = job.unit.run === 'once' ? 'has completed for this data' : 'nothing changed since it last ran';
  return { instance, action: 'keep', cause };
}

/** A job before the stage that the run begins with counts as it has completed, for the data that is there. */
async function judgeGiven(
  seen: Seen,
  job: PlannedJob,
  outputs: Map<string, JobOutputs>,
  signal: AbortSignal,
): Promise<PlannedStep> {
  const instance = instanceId(job.name);
  const judgement = judgeAsGiven(
    job.unit,
    recordOf(seen.look.documents, job.name),
    await fingerprintSeen(seen, job, outputs, signal),
  );
  if (judgement.kind === 'run') return { instance, action: 'run', cause: judgement.cause };
  outputs.set(job.name, replayedOutputs(judgement.done));
  const has = job.unit.allowFailure ? 'has completed or may fail' : 'has completed';
  return { instance, action: 'keep', cause: `${has}, and comes before the stage that this run begins with` };
}

/** Where a job runs that has migrations, these say why. */
async function withMigrations(
  look: Look,
  plan: Plan,
  job: PlannedJob,
  step: PlannedStep,
  signal: AbortSignal,
): Promise<PlannedStep> {
  if (step.action === 'keep' || job.unit.migrations === undefined) return step;
  const { foreseenCause } = await import('./migrations/foresee.ts');
  return { ...step, cause: await foreseenCause(look, plan, job, step.cause, signal) };
}

async function fingerprintSeen(
  { look, plan, coming }: Seen,
  job: PlannedJob,
  outputs: ReadonlyMap<string, JobOutputs>,
  signal: AbortSignal,
): Promise<Fingerprint> {
  const containerOf = (name: string) =>
    coming.get(name) ?? look.observed.containers.find((one) => one.instance === instanceId(name));
  const [inputs, state] = await Promise.all([
    hashInputs(countedFiles(job.unit), plan.folder, signal),
    stateOfJob(job, { containerOf, volumes: look.observed.volumes, marking: 'read' }),
  ]);
  const spec = specOf(plan, job, 1, {
    outputs: outputValues(outputs),
    environmentId: environmentIdOf(look.key),
    probePorts: [],
  });
  const { folder } = plan;
  const image = imageIdentity(job.unit, look.images.get(job.unit.image)?.id, { folder, key: look.key });
  return fingerprintOf(spec, image, inputs, state, look.key);
}
