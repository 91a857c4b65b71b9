import { instanceId } from '../core/unit-state.ts';
import type { Action } from './action.ts';
import { movableServices } from './addresses/planned-addresses.ts';
import { decideAction, type ImageIdOf, type Renewal, type Wanted } from './decide-action.ts';
import { networkGap } from './network-gap.ts';
import type { ContainerStatus, Observed, ObservedContainer } from './observed.ts';
import type { Plan, PlannedUnit } from './plan.ts';
import { renamed } from './renamed.ts';
import { withConsequences } from './with-consequences.ts';

/** What a plan is compared with, apart from the engine's containers. */
export interface ReconcileInput {
  /** all units of the manifest: a container of one that is only not selected is no orphan */
  readonly manifestUnits: ReadonlySet<string> | ReadonlyMap<string, unknown>;
  wanted(unit: PlannedUnit, index: number): Wanted;
  readonly imageIdOf: ImageIdOf;
  /** absent: each unit's containers are made anew when something about them changed */
  readonly renewalOf?: (unit: string) => Renewal;
  /** keys of networks that stand there with another definition, so that what is on them has to leave them */
  readonly changedNetworks?: ReadonlySet<string>;
}

/** What to do so that the engine has what the plan says. */
export interface Reconciled {
  /** in the order of the plan, removals last */
  readonly actions: readonly Action[];
  /** containers of the project that the manifest has no use for; left alone unless their removal is asked for */
  readonly orphans: readonly ObservedContainer[];
}

/** Compares the plan with one look at the engine: an action with its cause for each instance. */
export function reconcile(plan: Plan, observed: Observed, input: ReconcileInput): Reconciled {
  const byInstance = Map.groupBy(observed.containers, (container) => container.instance);
  const doubles: Action[] = [];
  const decided = [...plan.units.values()].flatMap((planned) =>
    planned.instances.map((instance, at) => {
      const [container, ...others] = (byInstance.get(instance) ?? []).toSorted(byLiveliness);
      doubles.push(...others.map((other) => removal(other, `a second container, "${other.name}"`)));
      const gap = container && networkGap(plan, planned, container, observed);
      return actionOf(planned, at + 1, container, { ...input, gap });
    }),
  );
  const surplus = observed.containers.filter((container) => isSurplus(container, plan));
  const orphans = observed.containers.filter(({ unit }) => !plan.units.has(unit) && !input.manifestUnits.has(unit));
  const { actions, left } = renamed(plan, withConsequences(plan, decided), orphans, input.wanted);
  const removals = surplus.map((container) => removal(container, 'one of more than are wanted'));
  return { actions: [...actions, ...doubles, ...removals], orphans: left };
}

function actionOf(
  planned: PlannedUnit,
  index: number,
  container: ObservedContainer | undefined,
  { wanted, imageIdOf, renewalOf, changedNetworks, gap }: ReconcileInput & { readonly gap: string | undefined },
): Action {
  // What has no container gets one whatever is in it: that is worked out when it is made.
  const want = container === undefined ? 'unknown-yet' : wanted(planned, index);
  const renewal = renewalOf?.(planned.name) ?? 'changed';
  const decision = decideAction(planned, container, want, imageIdOf, renewal);
  const network = container && changedNetworkOf(planned, changedNetworks);
  const cause = network === undefined ? gap : `network "${network}" changed`;
  const open = want === 'unknown-yet' && (decision.action === 'keep' || decision.action === 'start');
  return {
    instance: instanceId(planned.name, index),
    ...(cause !== undefined && (decision.action === 'keep' || decision.action === 'start')
      ? { action: 'recreate', cause }
      : decision),
    ...(container && { container }),
    pendingOn: open ? [...planned.outputsFrom, ...movableServices(planned.addresses)] : [],
  };
}

function changedNetworkOf({ unit }: PlannedUnit, changed: ReadonlySet<string> | undefined): string | undefined {
  if (unit.networking.kind !== 'networks') return undefined;
  return unit.networking.attachments.find(({ network }) => changed?.has(network))?.network;
}

const removal = (container: ObservedContainer, cause: string): Action => ({
  instance: container.instance,
  action: 'remove',
  cause,
  container,
  pendingOn: [],
});

/** Of a unit that is to have fewer containers than it has. */
function isSurplus({ unit, instance }: ObservedContainer, plan: Plan): boolean {
  const planned = plan.units.get(unit);
  return planned !== undefined && !planned.instances.includes(instance);
}

const liveliest: readonly ContainerStatus['kind'][] = ['running', 'paused', 'restarting', 'exited', 'created', 'dead'];

function byLiveliness(a: ObservedContainer, b: ObservedContainer): number {
  return liveliest.indexOf(a.status.kind) - liveliest.indexOf(b.status.kind);
}
