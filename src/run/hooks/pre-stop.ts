import type { Unit } from '../../manifest/model.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import { type HookContext, runInContainer } from './run-in-container.ts';

/** The least time that a command has, ms, also where a container is to be stopped at once. */
const leastTimeout = 1000;

/**
 * Runs a unit's `pre_stop` commands; one that fails is told and does not keep the container from stopping. Where a grace
 * period is asked for (ms), each has as long as that.
 */
export async function preStop(
  context: HookContext,
  { hooks }: Pick<Unit, 'hooks'>,
  container: ObservedContainer,
  graceMs: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const timed = hooks.preStop.map((hook) => ({ ...hook, timeout: Math.max(leastTimeout, graceMs ?? hook.timeout) }));
  const failure = await runInContainer(context, 'pre_stop', timed, container, signal);
  if (failure === undefined) return;
  const { message, hint } = failure;
  context.emit({ type: 'warning', message, ...(hint !== undefined && { hint }) });
}
