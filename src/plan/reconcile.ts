import { instanceId } from '../core/unit-state.ts';
import type { Action } from './action.ts';
import { decideAction, type ImageIdOf, type Wanted } from './decide-action.ts';
import type { ContainerStatus, Observed, ObservedContainer } from './observed.ts';
import type { Plan, PlannedUnit } from './plan.ts';

/** What a plan is compared with, apart from the engine's containers. */
export interface ReconcileInput {
  /** all units of the manifest: a container of one that is only not selected is no orphan */
  readonly manifestUnits: ReadonlySet<string> | ReadonlyMap<string, unknown>;
  wanted(unit: PlannedUnit, index: number): Wanted;
  readonly imageIdOf: ImageIdOf;
}

/** What to do so that the engine has what the plan says. */
export interface Reconciled {
  /** in the order of the plan */
  readonly actions: readonly Action[];
  /** containers of the project that the manifest has no use for; left alone unless their removal is asked for */
  readonly orphans: readonly ObservedContainer[];
}

/** Compares the plan with one look at the engine: an action with its cause for each instance. */
export function reconcile(plan: Plan, observed: Observed, input: ReconcileInput): Reconciled {
  const byInstance = Map.groupBy(observed.containers, (container) => container.instance);
  const actions = [...plan.units.values()].flatMap((planned) =>
    planned.instances.flatMap((instance, at) => {
      const [container, ...others] = (byInstance.get(instance) ?? []).toSorted(byLiveliness);
      return [actionOf(planned, at + 1, container, input), ...others.map(removalOfDouble)];
    }),
  );
  return { actions, orphans: observed.containers.filter((container) => isOrphan(container, plan, input)) };
}

function actionOf(
  planned: PlannedUnit,
  index: number,
  container: ObservedContainer | undefined,
  { wanted, imageIdOf }: ReconcileInput,
): Action {
  const want = wanted(planned, index);
  const decision = decideAction(planned, container, want, imageIdOf);
  const open = want === 'unknown-yet' && (decision.action === 'keep' || decision.action === 'start');
  return {
    instance: instanceId(planned.name, index),
    ...decision,
    ...(container && { container }),
    pendingOn: open ? planned.outputsFrom : [],
  };
}

function removalOfDouble(container: ObservedContainer): Action {
  const cause = `a second container, "${container.name}"`;
  return { instance: container.instance, action: 'remove', cause, container, pendingOn: [] };
}

function isOrphan(container: ObservedContainer, plan: Plan, { manifestUnits }: ReconcileInput): boolean {
  const planned = plan.units.get(container.unit);
  return planned === undefined ? !manifestUnits.has(container.unit) : !planned.instances.includes(container.instance);
}

const liveliest: readonly ContainerStatus['kind'][] = ['running', 'paused', 'restarting', 'exited', 'created', 'dead'];

function byLiveliness(a: ObservedContainer, b: ObservedContainer): number {
  return liveliest.indexOf(a.status.kind) - liveliest.indexOf(b.status.kind);
}
