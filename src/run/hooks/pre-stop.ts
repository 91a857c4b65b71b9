import type { Unit } from '../../manifest/model.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import { type HookContext, runInContainer } from './run-in-container.ts';

/** Runs a unit's `pre_stop` commands; one that fails is told and does not keep the container from stopping. */
export async function preStop(
  context: HookContext,
  { hooks }: Pick<Unit, 'hooks'>,
  container: ObservedContainer,
  signal: AbortSignal,
): Promise<void> {
  const failure = await runInContainer(context, 'pre_stop', hooks.preStop, container, signal);
  if (failure !== undefined) context.emit({ type: 'warning', message: failure.message });
}
