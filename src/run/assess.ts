import type { PlannedStep } from '../core/event.ts';
import type { InstanceId } from '../core/unit-state.ts';
import type { Action } from '../plan/action.ts';
import { unknownAddresses } from '../plan/addresses/put-addresses.ts';
import { configOf } from '../plan/config-of.ts';
import type { Renewal, Wanted } from '../plan/decide-action.ts';
import { networkDefinition } from '../plan/network-definition.ts';
import type { Observed, ObservedContainer } from '../plan/observed.ts';
import { isGiven, type Plan, type PlannedUnit } from '../plan/plan.ts';
import { type Reconciled, reconcile } from '../plan/reconcile.ts';
import { specOf } from '../plan/spec-of.ts';
import { addressFactsSeen } from './address-facts.ts';
import { comingContainers } from './coming-containers.ts';
import { environmentIdOf } from './environment-id.ts';
import { routesOf } from './ground.ts';
import { outputValues } from './jobs/outputs.ts';
import { isDataAtStake, type JudgedJobs, judgeJobs } from './judge-jobs.ts';
import type { Look } from './look.ts';
import { hasKey } from './memory-key.ts';
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
  const first = await judgeJobs(look, plan, policy, new Map(), signal);
  const compared = compare(look, plan, manifestUnits, policy, first);
  const coming = comingContainers(plan, compared.actions, policy);
  if (!isDataAtStake(plan, first, coming)) return assessment(look, plan, policy, compared, first);
  // What is made anew loses the data that only its container holds, so that jobs have to run that seemed done.
  const second = await judgeJobs(look, plan, policy, coming, signal);
  return assessment(look, plan, policy, compare(look, plan, manifestUnits, policy, second), second);
}

/** What is to be done with containers, by what is known of the outputs of jobs. */
interface Compared extends Reconciled {
  readonly changedNetworks: Assessment['changedNetworks'];
}

function compare(
  look: Look,
  plan: Plan,
  manifestUnits: ReadonlySet<string>,
  policy: UpPolicy,
  { outputs }: JudgedJobs,
): Compared {
  const changedNetworks = networksChanged(plan, look.observed);
  const routeOf = routesSeen(look, plan);
  const environmentId = environmentIdOf(look.key);
  const addresses = addressFactsSeen(look.info, look.observed);
  const isComparable = hasKey(look.documents);
  const wanted = (planned: PlannedUnit, index: number): Wanted => {
    if (!isComparable) return 'incomparable';
    if (planned.outputsFrom.some((job) => !outputs.has(job))) return 'unknown-yet';
    const values = outputValues(outputs);
    if (unknownAddresses(planned, addresses, values).length > 0) return 'unknown-yet';
    const probePorts = probePortsOf(plan, planned, routeOf(planned.name));
    const spec = specOf(plan, planned, index, { outputs: values, environmentId, probePorts, addresses });
    return { config: configOf(spec, look.key) };
  };
  const imageIdOf = (reference: string) => look.images.get(reference)?.id;
  const renewalOf = (name: string) => renewalIn(plan, policy, name);
  const input = { manifestUnits, wanted, imageIdOf, renewalOf, changedNetworks };
  return { ...reconcile(plan, look.observed, input), changedNetworks };
}

function assessment(look: Look, plan: Plan, policy: UpPolicy, compared: Compared, { steps }: JudgedJobs): Assessment {
  const { orphans, changedNetworks } = compared;
  const actions = compared.actions.map((action) => withJudgement(action, steps));
  const knownReady = readyOf(look, plan, actions);
  const isToBeCleared = policy.removeOrphans && orphans.length > 0;
  const unchanged = !isToBeCleared && actions.every((action) => isDone(action, knownReady));
  const told = actions.map((action) => withReadiness(action, knownReady));
  const byInstance = new Map(
    told.filter(({ action }) => action !== 'remove').map((action) => [action.instance, action]),
  );
  return { actions: told, byInstance, orphans, changedNetworks, knownReady, unchanged };
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

/** When a unit's containers are made anew; never before the stage that the run begins with. */
export function renewalIn(plan: Plan, { renewalOf }: Pick<UpPolicy, 'renewalOf'>, unit: string): Renewal {
  const planned = plan.units.get(unit);
  return planned !== undefined && isGiven(plan, planned) ? 'never' : renewalOf(unit);
}

/** A job that runs now is taken over, whatever is remembered; else memory decides. */
function withJudgement(action: Action, judged: ReadonlyMap<string, PlannedStep>): Action {
  const step = judged.get(action.instance.slice(0, action.instance.lastIndexOf('#')));
  if (step === undefined || action.action === 'adopt' || action.action === 'remove') return action;
  return { ...action, action: step.action, cause: step.cause };
}

/** What is kept and was not seen to be ready is waited for. */
function withReadiness(action: Action, ready: ReadonlySet<InstanceId>): Action {
  const { container, instance, cause } = action;
  const isOpen = action.action === 'keep' && container?.kind === 'service' && !ready.has(instance);
  // One that is paused or unhealthy says so already.
  if (!isOpen || cause !== 'unchanged') return action;
  return { ...action, cause: 'unchanged, and not known to be ready: it is asked' };
}

function readyOf(look: Look, plan: Plan, actions: readonly Action[]): ReadonlySet<InstanceId> {
  const ready = readyRecord(look.documents);
  const known = actions.filter(({ action, instance, container }) => {
    if (action !== 'keep' || container?.status.kind !== 'running') return false;
    const unit = plan.units.get(container.unit)?.unit;
    if (unit?.kind !== 'service' || instance !== container.instance) return false;
    const { health } = container.status;
    if (ready.get(container.handle)?.startedAt === container.status.startedAt && health !== 'unhealthy') return true;
    // With nothing of its own to ask, it only has to run, unless its image has a healthcheck.
    if (unit.readiness.checks.length > 0) return false;
    return health === 'none' || health === 'healthy' || unit.healthcheck?.disabled === true;
  });
  return new Set(known.map(({ instance }) => instance));
}

function isDone({ action, instance, container, pendingOn }: Action, ready: ReadonlySet<InstanceId>): boolean {
  if (action !== 'keep' || pendingOn.length > 0) return false;
  return container === undefined || container.kind === 'job' || ready.has(instance);
}
