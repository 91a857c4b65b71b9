import { setTimeout } from 'node:timers/promises';

/** Waits, in ms. Rejects with the signal's own reason, which says why; that of Node's timers says nothing. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}
