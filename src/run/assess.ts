import type { PlannedStep } from '../core/event.ts';
import { type InstanceId, instanceId } from '../core/unit-state.ts';
import { countedFiles } from '../manifest/counted-files.ts';
import type { Action } from '../plan/action.ts';
import { configOf } from '../plan/config-of.ts';
import type { Renewal, Wanted } from '../plan/decide-action.ts';
import { networkDefinition } from '../plan/network-definition.ts';
import type { Observed, ObservedContainer } from '../plan/observed.ts';
import { isGiven, type Plan, type PlannedJob, type PlannedUnit } from '../plan/plan.ts';
import { reconcile } from '../plan/reconcile.ts';
import { specOf } from '../plan/spec-of.ts';
import { environmentIdOf } from './environment-id.ts';
import { routesOf } from './ground.ts';
import { type Fingerprint, fingerprintOf } from './jobs/fingerprint.ts';
import { imageIdentity } from './jobs/image-identity.ts';
import { hashInputs } from './jobs/inputs.ts';
import { outputsFromOutside, recordOf, replayedOutputs } from './jobs/job-memory.ts';
import { judge, judgeAsGiven } from './jobs/judge.ts';
import { type JobOutputs, outputValues } from './jobs/outputs.ts';
import { stateOfJob } from './jobs/state-of-job.ts';
import type { Look } from './look.ts';
import { probePortsOf } from './readiness/probe-ports.ts';
import type { Route } from './readiness/route.ts';
import { readyRecord } from './ready-memory.ts';
import type { UpPolicy } from './up-policy.ts';

/** What a run has to do, from one look. */
export interface Assessment {
  /** in the order of the plan */
  readonly actions: readonly Action[];
  readonly byInstance: ReadonlyMap<InstanceId, Action>;
  readonly orphans: readonly ObservedContainer[];
  /** keys of networks of ours that stand there with another definition */
  readonly changedNetworks: ReadonlySet<string>;
  /** services whose container is known as ready since its present start */
  readonly knownReady: ReadonlySet<InstanceId>;
  /** everything is as wanted: nothing to create, start, probe or run */
  readonly unchanged: boolean;
}

/** Compares the plan with what is there: containers by their configuration, jobs by what is remembered of them. */
export async function assess(
  look: Look,
  plan: Plan,
  manifestUnits: ReadonlySet<string>,
  policy: UpPolicy,
  signal: AbortSignal,
): Promise<Assessment> {
  const outputs = outputsFromOutside(plan, look.documents);
  const judged = new Map<string, PlannedStep>();
  for (const planned of plan.units.values()) {
    if (planned.kind !== 'job') continue;
    const step = await judgeJob(look, plan, planned, outputs, policy, signal);
    judged.set(planned.name, await withMigrations(look, plan, planned, step, signal));
  }
  const changedNetworks = networksChanged(plan, look.observed);
  const routeOf = routesSeen(look, plan);
  const environmentId = environmentIdOf(look.key);
  const wanted = (planned: PlannedUnit, index: number): Wanted => {
    if (planned.outputsFrom.some((job) => !outputs.has(job))) return 'unknown-yet';
    const probePorts = probePortsOf(plan, planned, routeOf(planned.name));
    return {
      config: configOf(
        specOf(plan, planned, index, { outputs: outputValues(outputs), environmentId, probePorts }),
        look.key,
      ),
    };
  };
  const imageIdOf = (reference: string) => look.images.get(reference)?.id;
  const renewalOf = (name: string) => renewalIn(plan, policy, name);
  const input = { manifestUnits, wanted, imageIdOf, renewalOf, changedNetworks };
  const reconciled = reconcile(plan, look.observed, input);
  const actions = reconciled.actions.map((action) => withJudgement(action, judged));
  const knownReady = readyOf(look, plan, actions);
  const isToBeCleared = policy.removeOrphans && reconciled.orphans.length > 0;
  const unchanged = !isToBeCleared && actions.every((action) => isDone(action, knownReady));
  const byInstance = new Map(
    actions.filter(({ action }) => action !== 'remove').map((action) => [action.instance, action]),
  );
  return { actions, byInstance, orphans: reconciled.orphans, changedNetworks, knownReady, unchanged };
}

/** What is going to be done, without what it is done to. */
export function stepsOf({ actions }: Assessment): readonly PlannedStep[] {
  return actions.map(({ instance, action, cause }) => ({ instance, action, cause }));
}

function routesSeen(look: Look, plan: Plan): (unit: string) => Route {
  const routeOf = routesOf(plan, look.info, look.observed.networks);
  const there = new Set(look.observed.networks.map(({ name }) => name));
  // Without its networks nothing of the stack is there to compare with.
  return (unit) => (plan.networks.some(({ name }) => there.has(name)) ? routeOf(unit) : { kind: 'none' });
}

function networksChanged(plan: Plan, { networks }: Observed): ReadonlySet<string> {
  const changed = plan.networks.filter((network) => {
    const found = networks.find(({ name }) => name === network.name);
    return found?.owned === true && found.definition !== undefined && found.definition !== networkDefinition(network);
  });
  return new Set(changed.map(({ key }) => key));
}

async function judgeJob(
  look: Look,
  plan: Plan,
  job: PlannedJob,
  outputs: Map<string, JobOutputs>,
  { rerun }: UpPolicy,
  signal: AbortSignal,
): Promise<PlannedStep> {
  const instance = instanceId(job.name);
  if (isGiven(plan, job)) return judgeGiven(look, plan, job, outputs, signal);
  if (rerun?.has(job.name)) return { instance, action: 'run', cause: 'asked for' };
  const record = recordOf(look.documents, job.name);
  if (record.done === undefined) return { instance, action: 'run', cause: 'has not completed yet' };
  // Nothing that others pass on makes a job of one time run again.
  const open = job.unit.run === 'once' ? [] : job.outputsFrom.filter((name) => !outputs.has(name));
  if (open.length > 0) return { instance, action: 'run', cause: `depends on what ${open.join(', ')} will pass on` };
  const judgement = judge(job.unit, record, await fingerprintSeen(look, plan, job, outputs, signal));
  if (judgement.kind === 'run') return { instance, action: 'run', cause: judgement.cause };
  outputs.set(job.name, replayedOutputs(judgement.done));
  const cause = job.unit.run === 'once' ? 'has completed for this data' : 'nothing changed since it last ran';
  return { instance, action: 'keep', cause };
}

/** A job before the stage that the run begins with counts as it has completed, for the data that is there. */
async function judgeGiven(
  look: Look,
  plan: Plan,
  job: PlannedJob,
  outputs: Map<string, JobOutputs>,
  signal: AbortSignal,
): Promise<PlannedStep> {
  const instance = instanceId(job.name);
  const judgement = judgeAsGiven(
    job.unit,
    recordOf(look.documents, job.name),
    await fingerprintSeen(look, plan, job, outputs, signal),
  );
  if (judgement.kind === 'run') return { instance, action: 'run', cause: judgement.cause };
  outputs.set(job.name, replayedOutputs(judgement.done));
  const has = job.unit.allowFailure ? 'has completed or may fail' : 'has completed';
  return { instance, action: 'keep', cause: `${has}, and comes before the stage that this run begins with` };
}

/** When a unit's containers are made anew; never before the stage that the run begins with. */
export function renewalIn(plan: Plan, { renewalOf }: Pick<UpPolicy, 'renewalOf'>, unit: string): Renewal {
  const planned = plan.units.get(unit);
  return planned !== undefined && isGiven(plan, planned) ? 'never' : renewalOf(unit);
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
  look: Look,
  plan: Plan,
  job: PlannedJob,
  outputs: ReadonlyMap<string, JobOutputs>,
  signal: AbortSignal,
): Promise<Fingerprint> {
  const containerOf = (name: string) => look.observed.containers.find((one) => one.instance === instanceId(name));
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

/** A job that runs now is taken over, whatever is remembered; else memory decides. */
function withJudgement(action: Action, judged: ReadonlyMap<string, PlannedStep>): Action {
  const step = judged.get(action.instance.slice(0, action.instance.lastIndexOf('#')));
  if (step === undefined || action.action === 'adopt' || action.action === 'remove') return action;
  return { ...action, action: step.action, cause: step.cause };
}

function readyOf(look: Look, plan: Plan, actions: readonly Action[]): ReadonlySet<InstanceId> {
  const ready = readyRecord(look.documents);
  const known = actions.filter(({ action, instance, container }) => {
    if (action !== 'keep' || container?.status.kind !== 'running') return false;
    const unit = plan.units.get(container.unit)?.unit;
    if (unit?.kind !== 'service' || instance !== container.instance) return false;
    const { health } = container.status;
    // With nothing of its own to ask, an image's healthcheck may have been asked.
    if (unit.readiness.checks.length === 0)
      return health === 'none' || health === 'healthy' || unit.healthcheck?.disabled === true;
    return ready.get(container.handle)?.startedAt === container.status.startedAt && health !== 'unhealthy';
  });
  return new Set(known.map(({ instance }) => instance));
}

function isDone({ action, instance, container, pendingOn }: Action, ready: ReadonlySet<InstanceId>): boolean {
  if (action !== 'keep' || pendingOn.length > 0) return false;
  return container === undefined || container.kind === 'job' || ready.has(instance);
}
