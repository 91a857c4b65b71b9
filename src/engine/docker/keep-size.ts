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
 */
export function keepSize(
  terminal: NonNullable<Streams['terminal']>,
  offer: (size: Size) => Promise<unknown>,
): () => void {
  let current = new AbortController();
  const give = async ({ signal }: AbortController): Promise<void> => {
    for (let pause = firstPause; !signal.aborted; pause = Math.min(pause * 2, longestPause)) {
      const { columns: w, rows: h } = terminal.size();
      const isTaken = await offer({ w, h }).then(
        () => true,
        () => false,
      );
      if (isTaken) return;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  };
  const change = (): void => {
    current.abort();
    current = new AbortController();
    void give(current);
  };
  const unsubscribe = terminal.onResize(change);
  change();
  return () => {
    unsubscribe();
    current.abort();
  };
}
