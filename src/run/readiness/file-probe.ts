import type { Clock } from '../../core/clock.ts';
import { formatDuration } from '../../core/duration.ts';
import type { Engine } from '../../engine/engine.ts';
import { type Ask, isReady, notReady } from './ask.ts';
import { inTime } from './in-time.ts';

/** Ready when the container has a file or folder at a path. Asks the engine, so that the image needs no shell. */
export function fileProbe(engine: Engine, handle: string, path: string, clock: Clock): Ask {
  return async ({ timeout }, signal) => {
    try {
      const exists = await inTime(engine.hasFile(handle, path, signal), timeout, clock, signal);
      if (exists === 'late') return notReady(`the engine does not answer within ${formatDuration(timeout)}`);
      return exists ? isReady : notReady(`there is no ${path} yet`);
    } catch (error) {
      signal.throwIfAborted();
      return notReady(error instanceof Error ? error.message : String(error));
    }
  };
}
