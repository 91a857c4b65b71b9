import { type InstanceId, instanceId } from '../../core/unit-state.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { Plan } from '../../plan/plan.ts';

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
