import type { Engine } from '../../engine/engine.ts';
import { type Ask, isReady, notReady } from './ask.ts';

/** Ready when a line of the unit's log matches. Reads from the container's first line, so that none is missed. */
export function logProbe(engine: Engine, handle: string, pattern: string, signal: AbortSignal): Ask {
  const expression = new RegExp(pattern);
  const found = (async () => {
    for await (const { line } of engine.logs(handle, { follow: true }, signal)) if (expression.test(line)) return true;
    return false;
  })();
  // Settled here too, so that an abort between two slices is not an unhandled rejection.
  found.catch(() => false);
  return async ({ timeout }, slice) => {
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(resolve, timeout, 'late');
    try {
      const result = await Promise.race([found, late]);
      slice.throwIfAborted();
      if (result === true) return isReady;
      return notReady(`no log line matches /${pattern}/${result === 'late' ? '' : `, and the log has ended`}`);
    } finally {
      clearTimeout(timer);
    }
  };
}
