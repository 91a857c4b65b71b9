import { nextTurn } from '../core/next-turn.ts';
import type { Work } from './context.ts';

/** Does work ahead of its turn behind what is to be done now. */
export const inNextTurn =
  (task: (work: Work) => Promise<void>) =>
  async (work: Work): Promise<void> => {
    await nextTurn();
    work.signal.throwIfAborted();
    await task(work);
  };
