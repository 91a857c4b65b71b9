import type { Engine, LogLine } from '../../engine/engine.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import { mergeByTime } from './merge-by-time.ts';

/** The lines that there are, in the order of time, each with its container. */
export function linesUntilNow(
  engine: Engine,
  containers: readonly ObservedContainer[],
  { from, tail }: { readonly from: string | undefined; readonly tail: number | undefined },
  signal: AbortSignal,
): AsyncIterable<LogLine & { readonly container: ObservedContainer }> {
  const options = { follow: false, ...(tail !== undefined && { tail }), ...(from !== undefined && { since: from }) };
  return mergeByTime(
    containers.map(async function* (container) {
      for await (const line of engine.logs(container.handle, options, signal)) yield { ...line, container };
    }),
  );
}
