import { setTimeout as sleep } from 'node:timers/promises';
import type { Streams } from '../engine.ts';

/** Pauses between offers, in ms: a process that is about to run does so soon. */
const firstPause = 5;
const longestPause = 500;

/** A size as the engine takes it: columns and rows. */
interface Size {
  readonly w: number;
  readonly h: number;
}

/**
 * Gives a process the size of a terminal now and whenever that changes, until it is released. An engine refuses a size
 * for a process that does not run yet (20.10 also while its start is under way), so that it is offered until it is taken.
 * One offer is under way at a time, since the engine may answer two in either order, and the last has to be the newest.
 */
export function keepSize(
  terminal: NonNullable<Streams['terminal']>,
  offer: (size: Size) => Promise<unknown>,
): () => void {
  const released = new AbortController();
  let changed = new AbortController();
  let isGiving = false;
  const isTaken = (): Promise<boolean> => {
    const { columns: w, rows: h } = terminal.size();
    return offer({ w, h }).then(
      () => true,
      () => false,
    );
  };
  const give = async (): Promise<void> => {
    isGiving = true;
    let pause = firstPause;
    while (!released.signal.aborted) {
      changed = new AbortController();
      const { signal } = changed;
      if ((await isTaken()) && !signal.aborted) break;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      pause = signal.aborted ? firstPause : Math.min(pause * 2, longestPause);
    }
    isGiving = false;
  };
  const change = (): void => {
    changed.abort();
    if (!isGiving) void give();
  };
  const unsubscribe = terminal.onResize(change);
  change();
  return () => {
    unsubscribe();
    released.abort();
    changed.abort();
  };
}
