import { type InstanceId, instanceId } from '../../core/unit-state.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { Plan } from '../../plan/plan.ts';
import type { RunContext } from '../context.ts';
import { handleOf } from '../start-container.ts';

/**
 * The unit and container whose addresses and ports a container has: its own, or those of the one whose network it
 * shares (`network_mode: service:NAME`), which may share another's in turn.
 */
export function withNetwork(
  { units }: Plan,
  container: ObservedContainer,
  containers: ReadonlyMap<InstanceId, ObservedContainer>,
): { readonly unit: string; readonly container: ObservedContainer } {
  let found = { unit: container.unit, container };
  for (;;) {
    const networking = units.get(found.unit)?.unit.networking;
    const base = networking?.kind === 'unit' ? containers.get(instanceId(networking.unit)) : undefined;
    if (base === undefined) return found;
    found = { unit: base.unit, container: base };
  }
}

/** Looks at the containers whose network one has, where this run has started them without asking them anything. */
export async function seeNetworkOf(context: RunContext, unit: string, signal: AbortSignal): Promise<void> {
  const { units } = context.plan();
  for (let at = units.get(unit)?.unit.networking; at?.kind === 'unit'; at = units.get(at.unit)?.unit.networking) {
    const instance = instanceId(at.unit);
    const handle = handleOf(context, instance);
    if (handle === undefined || context.containers.get(instance)?.handle === handle) continue;
    const container = await context.engine.inspect(handle, signal);
    if (container !== undefined) context.containers.set(instance, container);
  }
}
