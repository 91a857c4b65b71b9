import type { Engine } from '../../engine/engine.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { LogStart } from './lines-until-now.ts';
import type { PrintLine } from './log-printer.ts';

/** What to follow. */
export interface LogSource {
  readonly engine: Pick<Engine, 'events' | 'observe' | 'logs'>;
  readonly project: string;
  /** Whether the lines of this container are wanted. */
  readonly isWanted: (container: ObservedContainer) => boolean;
  /** Containers as they were before it was read what there is: all lines are known of those that had ended. */
  readonly known: readonly ObservedContainer[];
  /** Where to begin with one of those of which nothing was printed. */
  readonly start: LogStart;
  /** Where to go on for containers that were read already, by handle. Kept up to date. */
  readonly cursors: Map<string, string>;
  readonly print: PrintLine;
  /** Learns what is to be hidden in lines that come from now on. */
  readonly learn: () => Promise<void>;
}

const isLive = ({ status }: ObservedContainer): boolean =>
  status.kind === 'running' || status.kind === 'paused' || status.kind === 'restarting';

const hasEnded = ({ status }: ObservedContainer): boolean => status.kind === 'exited';

/** Where to go on with a container, or to begin: all is wanted of one that was not there before. */
function startOf({ known, start, cursors }: LogSource, handle: string): LogStart {
  const since = cursors.get(handle);
  if (since !== undefined) return { since };
  return known.some((container) => container.handle === handle) ? start : {};
}

async function read(
  source: LogSource,
  { handle, instance }: ObservedContainer,
  follow: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { engine, cursors, print } = source;
  for await (const line of engine.logs(handle, { follow, ...startOf(source, handle) }, signal)) {
    await print(instance, line);
    cursors.set(handle, line.cursor);
  }
}

/** Prints lines as they come, also of containers that start meanwhile, until none of those that are wanted runs. */
export async function followLogs(source: LogSource, signal: AbortSignal): Promise<void> {
  const { engine, project, isWanted, learn } = source;
  const ended = new AbortController();
  const following = AbortSignal.any([signal, ended.signal]);
  const over = new Set(source.known.filter(hasEnded).map(({ handle }) => handle));
  const readers = new Map<string, { readonly container: ObservedContainer; readonly done: Promise<void> }>();
  try {
    for await (const { type } of engine.events(project, following)) {
      if (type === 'disconnected') continue;
      const containers = (await engine.observe(project, following)).containers.filter(isWanted);
      // What a job has passed on is remembered before anything that gets it starts: all that runs at this look is known.
      await learn();
      for (const container of containers) {
        const { handle } = container;
        // A job may have begun and ended between two looks.
        const isWorthReading = isLive(container) || (hasEnded(container) && !over.has(handle));
        if (readers.has(handle) || !isWorthReading) continue;
        const done = read(source, container, true, following);
        // It is looked at when all have ended; until then a rejection is not unhandled.
        done.catch(() => {});
        readers.set(handle, { container, done });
      }
      if (!containers.some(isLive)) break;
    }
  } finally {
    ended.abort();
  }
  await Promise.allSettled([...readers.values()].map(({ done }) => done));
  signal.throwIfAborted();
  await learn();
  // What was on its way when the last one ended.
  for (const { container } of readers.values()) await read(source, container, false, signal);
}
