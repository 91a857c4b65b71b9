import type { RunView } from '../../core/run-view.ts';
import { type InstanceId, type Phase, type UnitState, unitOf } from '../../core/unit-state.ts';

/** The instances of a view, in the order of its stages. */
export function instancesOf(view: RunView): readonly InstanceId[] {
  return view.stages.flatMap((stage) => stage.units.flatMap((unit) => view.units.get(unit)?.instances ?? []));
}

/** The name that people see: with the index only where a unit has several instances. */
export function labelOf(view: RunView, instance: InstanceId): string {
  const unit = unitOf(instance);
  return (view.units.get(unit)?.instances.length ?? 1) > 1 ? instance : unit;
}

/** The state of an instance; what the view does not know yet is pending. */
export function stateOf(view: RunView, instance: InstanceId): UnitState {
  return view.states.get(instance) ?? { phase: 'pending', preparation: 'none' };
}

/** Whether something goes on in this phase that a person watches a timer for. */
export function isActive(phase: Phase): boolean {
  switch (phase) {
    case 'starting':
    case 'probing':
    case 'running':
    case 'stopping':
      return true;
    case 'pending':
    case 'ready':
    case 'completed':
    case 'stopped':
    case 'failed':
    case 'canceled':
      return false;
  }
}

/** Whether an instance has reached what others wait for. */
export const isDone = (state: UnitState): boolean => state.phase === 'ready' || state.phase === 'completed';

/** How long an instance has taken so far, or took, in ms; undefined while or where nothing was timed. */
export function durationOf(view: RunView, instance: InstanceId, now: number): number | undefined {
  const state = stateOf(view, instance);
  const { turnAt, settledAt } = view.timelineOf(instance);
  switch (state.phase) {
    case 'pending':
    case 'canceled':
    case 'stopped':
      return undefined;
    case 'starting':
    case 'probing':
    case 'running':
      // One that begins again after all was there is timed from that.
      return now - (settledAt === undefined && turnAt !== undefined ? turnAt : state.since);
    case 'stopping':
      return now - state.since;
    case 'ready':
      return state.by.kind === 'kept' ? undefined : state.since - state.startedAt;
    case 'completed':
      return state.by === 'replay' ? undefined : state.durationMs;
    case 'failed':
      return state.failure.evidence?.durationMs ?? (turnAt === undefined ? undefined : state.at - turnAt);
  }
}

/** Ports of the host that lead to an instance: those of the manifest, and those that the engine has picked by now. */
export function portsOf(view: RunView, instance: InstanceId): readonly string[] {
  return [...(view.units.get(unitOf(instance))?.ports ?? []), ...view.publishedFor(instance)];
}

/** The same of some instances, each port once, as an address and where it leads: `127.0.0.1:8080 → web:80`. */
export function addressesOf(view: RunView, ...instances: readonly InstanceId[]): readonly string[] {
  const addresses = instances.flatMap((instance) =>
    portsOf(view, instance).map((port) => {
      const [host, container] = port.split('→');
      return `${host} → ${unitOf(instance)}${container === undefined ? '' : `:${container}`}`;
    }),
  );
  return [...new Set(addresses)];
}

/** The host's port of `127.0.0.1:8080→80`, as `:8080`. */
export function shortPort(port: string): string {
  const host = port.split('→')[0] ?? port;
  return `:${host.slice(host.lastIndexOf(':') + 1)}`;
}

/** How often an instance has left by itself and come back; empty where it never has. */
export function restartsText(view: RunView, instance: InstanceId): string {
  const count = view.restartsOf(instance);
  return count === 0 ? '' : `${count} restart${count === 1 ? '' : 's'}`;
}

/** Failures of jobs that were allowed, each in a sentence. */
export function toleratedOf(view: RunView): readonly string[] {
  return instancesOf(view).flatMap((instance) => {
    const state = stateOf(view, instance);
    return state.phase === 'completed' && state.tolerated ? [state.tolerated.message] : [];
  });
}
