import type { RunView } from '../../core/run-view.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import { countUpTo, firstKept, placeAt, type Track, timeOf } from './log-book.ts';
import type { LogRow, LogScope } from './log-query.ts';
import type { Past } from './past-lines.ts';

/** Lines of one instance that are shown, from the index `start` up to `end`, in the order of their places. */
export interface Listing {
  readonly start: number;
  readonly end: number;
  /** The index of the first line after a place. */
  readonly after: (place: number) => number;
  readonly row: (index: number) => LogRow;
}

/** The lines of an instance in a scope: those that the screen keeps, and before them those that only the engine has. */
export function listingsOf(view: RunView, instance: InstanceId, track: Track, scope: LogScope): readonly Listing[] {
  const { past, cleared } = scope;
  const kept = firstKept(track, view.logsOf(instance));
  const oldest = timeOf(track.placeOf(kept));
  const older = past?.of(instance, oldest);
  if (older === undefined) return [keptListing(view, instance, track, scope, kept)];
  // Lines of the same ms can not be told apart, so that all of these are the engine's.
  const border = placeAt(oldest + 1) - 1;
  return [
    pastListing(instance, older, cleared, border),
    keptListing(view, instance, track, scope, Math.max(kept, track.after(border))),
  ];
}

function keptListing(
  view: RunView,
  instance: InstanceId,
  track: Track,
  { only, cleared }: LogScope,
  from: number,
): Listing {
  const lines = view.logsOf(instance);
  const first = cleared === 0 ? from : Math.max(from, track.after(cleared));
  const row = (line: number): LogRow => ({
    place: track.placeOf(line),
    instance,
    text: lines.at(lines.length - (track.total - line)) ?? '',
  });
  if (only === undefined) return { start: first, end: track.total, after: (place) => track.after(place), row };
  const hits = only.hitsOf(instance);
  return {
    start: countUpTo(hits, first - 1),
    end: hits.length,
    after: (place) => countUpTo(hits, track.after(place) - 1),
    row: (index) => row(hits[index] ?? 0),
  };
}

const pastListing = (instance: InstanceId, { places, texts }: Past, cleared: number, border: number): Listing => {
  const end = countUpTo(places, border);
  return {
    start: Math.min(end, countUpTo(places, cleared)),
    end,
    after: (place) => countUpTo(places, place),
    row: (index) => ({ place: places[index] ?? 0, instance, text: texts[index] ?? '' }),
  };
};
