import type { Engine, LogLine } from '../../engine/engine.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import { mergeByTime } from './merge-by-time.ts';

/** The first line that is wanted of a container: after a cursor, or so many from its last. */
export interface LogStart {
  readonly since?: string;
  readonly tail?: number;
}

/** The lines that there are, in the order of time, each with its container. */
export function linesUntilNow(
  engine: Engine,
  containers: readonly ObservedContainer[],
  start: LogStart,
  signal: AbortSignal,
): AsyncIterable<LogLine & { readonly container: ObservedContainer }> {
  return mergeByTime(
    containers.map(async function* (container) {
      for await (const line of engine.logs(container.handle, { follow: false, ...start }, signal))
        yield { ...line, container };
    }),
  );
}
