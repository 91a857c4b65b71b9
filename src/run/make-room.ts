import type { ObservedContainer } from '../plan/observed.ts';
import { discardOld } from './container.ts';
import type { RunContext } from './context.ts';
import { preStop } from './hooks/pre-stop.ts';

/**
 * Removes what has no place any more, before anything new is made: containers that are one too many, orphans where
 * that was asked for, what a new plan has `dropped`, and networks that are to be made anew, with all that is on them.
 */
export async function makeRoom(
  context: RunContext,
  signal: AbortSignal,
  dropped: readonly ObservedContainer[] = [],
): Promise<void> {
  const { actions, orphans } = context.assessment();
  const surplus = actions.flatMap(({ action, container }) =>
    action === 'remove' && container !== undefined ? [container] : [],
  );
  const unwanted = [...surplus, ...(context.policy.removeOrphans ? orphans : dropped)];
  await Promise.all(unwanted.map((container) => removeUnwanted(context, container, signal)));
  await clearNetworks(context, signal);
}

async function removeUnwanted(context: RunContext, container: ObservedContainer, signal: AbortSignal): Promise<void> {
  const { engine, emit, policy, plan } = context;
  const { instance, handle, status } = container;
  if (status.kind === 'running' || status.kind === 'restarting' || status.kind === 'paused') {
    emit({ type: 'unit.stopping', instance, reason: 'not wanted any more' });
    const unit = plan().units.get(container.unit)?.unit;
    if (unit !== undefined) await preStop(context, unit, container, policy.graceMs, signal);
    await engine.stop(handle, signal, policy.graceMs);
  }
  await engine.remove(handle, { volumes: container.kind === 'job' }, signal);
  emit({ type: 'unit.removed', instance });
}

/** The engine can not change a network, nor remove one that is in use. */
async function clearNetworks(context: RunContext, signal: AbortSignal): Promise<void> {
  const { engine, emit, plan } = context;
  const { changedNetworks, byInstance } = context.assessment();
  if (changedNetworks.size === 0) return;
  // The last ones first: nothing is taken away from a container that still needs it.
  for (const planned of [...plan().units.values()].toReversed()) {
    const { networking } = planned.unit;
    if (networking.kind !== 'networks') continue;
    if (!networking.attachments.some(({ network }) => changedNetworks.has(network))) continue;
    for (const [at, instance] of planned.instances.entries()) {
      if (byInstance.get(instance)?.action !== 'recreate') continue;
      await discardOld(context, { instance, index: at + 1, unit: planned, signal });
    }
  }
  for (const { key, name } of plan().networks) {
    if (!changedNetworks.has(key)) continue;
    await engine.removeNetwork(name, signal);
    emit({ type: 'network.removed', name });
  }
}
