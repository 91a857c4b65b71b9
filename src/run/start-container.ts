import type { InstanceId } from '../core/unit-state.ts';
import type { RunContext, Work } from './context.ts';
import { within } from './within.ts';

/** Longest that a start may take on the engine, ms. */
const startDeadline = 120_000;

/**
 * Starts a container that this run made or found, and counts it as started here. The start itself does not end with
 * the run's signal, only with all patience: an interrupt has to know whether there is something to stop.
 */
export async function startContainer(context: RunContext, { instance, signal }: Work, handle: string): Promise<void> {
  const { engine, clock, killed, limiter, startedHere, starts, emit } = context;
  await context.mayStart;
  const isNew = await limiter.run('start', signal, () => {
    startedHere.set(instance, handle);
    starts.set(handle, 'asked');
    return within(clock, startDeadline, (over) => engine.start(handle, over), killed);
  });
  if (!isNew && starts.get(handle) === 'asked') starts.delete(handle);
  emit({ type: 'unit.started', instance, container: handle, adopted: false });
}

/** The container of an instance: what this run has started, of which no look needs to have been taken, else what it found. */
export const handleOf = (
  { startedHere, containers }: Pick<RunContext, 'startedHere' | 'containers'>,
  instance: InstanceId,
): string | undefined => startedHere.get(instance) ?? containers.get(instance)?.handle;
