import { freshContainer } from './container.ts';
import type { RunContext } from './context.ts';

/** Makes the containers of a plan in order, where they are not there as they should be, and starts none. */
export async function createAll(context: RunContext, signal: AbortSignal): Promise<void> {
  for (const planned of context.plan().units.values()) {
    for (const [at, instance] of planned.instances.entries()) {
      const action = context.assessment().byInstance.get(instance);
      const isThere = action?.container !== undefined && action.action !== 'recreate';
      if (!isThere) await freshContainer(context, { instance, index: at + 1, unit: planned, signal });
    }
  }
}
