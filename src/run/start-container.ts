import type { RunContext, Work } from './context.ts';

/** Longest that a start may take on the engine, ms. */
const startDeadline = 120_000;

/**
 * Starts a container that this run made or found, and counts it as started here. The start itself does not end with
 * the run's signal: an interrupt has to know whether there is something to stop.
 */
export async function startContainer(context: RunContext, { instance, signal }: Work, handle: string): Promise<void> {
  const { engine, limiter, startedHere, emit } = context;
  await limiter.run('start', signal, () => {
    startedHere.set(instance, handle);
    return engine.start(handle, AbortSignal.timeout(startDeadline));
  });
  emit({ type: 'unit.started', instance, container: handle, adopted: false });
}
