import type { RunView } from '../../core/run-view.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import { type Listing, listingsOf } from './listing.ts';
import type { LogBook } from './log-book.ts';
import type { LogIndex } from './log-index.ts';
import type { PastLines } from './past-lines.ts';

/** One line: its place in the order of all lines, and its text as it came. */
export interface LogRow {
  readonly place: number;
  readonly instance: InstanceId;
  readonly text: string;
}

/** What of the logs is shown. */
export interface LogScope {
  readonly instances: readonly InstanceId[];
  /** absent: every line */
  readonly only?: LogIndex | undefined;
  /** lines before those that are kept here; absent: they are not shown */
  readonly past?: PastLines | undefined;
  /** lines up to this place have been cleared away */
  readonly cleared: number;
}

/** The lines of a scope, merged by time. Costs follow from what is asked for, not from how many lines are kept. */
export class LogQuery {
  readonly #listings: readonly Listing[];

  constructor(view: RunView, book: LogBook, scope: LogScope) {
    this.#listings = scope.instances.flatMap((instance) => {
      const track = book.trackOf(instance);
      return track === undefined ? [] : listingsOf(view, instance, track, scope);
    });
  }

  /** How many lines there are. */
  get length(): number {
    return this.#listings.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  /** How many lines come after this place. */
  countAfter(place: number): number {
    return this.#listings.reduce((sum, listing) => sum + listing.end - indexAfter(listing, place), 0);
  }

  /** The last `count` lines up to and including `bottom`, oldest first. */
  window(count: number, bottom = Number.POSITIVE_INFINITY): readonly LogRow[] {
    const last = this.#listings.map((listing) => head(listing, indexAfter(listing, bottom) - 1, -1));
    // Of lines with one place, those of the later listing are the later ones.
    return merged(last, count, (row, other) => row.place >= other.place).reverse();
  }

  /** The first `count` lines after a place, oldest first. */
  following(count: number, place: number): readonly LogRow[] {
    const first = this.#listings.map((listing) => head(listing, indexAfter(listing, place), 1));
    return merged(first, count, (row, other) => row.place < other.place);
  }

  /**
   * The bottom line after moving back (negative) or forth by so many lines; undefined: at the end, following again.
   * `first`: how many lines, from the oldest on, are seen together at the least.
   */
  moved(bottom: number | undefined, by: number, first: number): number | undefined {
    if (by > 0) {
      if (bottom === undefined || this.countAfter(bottom) <= by) return undefined;
      return this.following(by, bottom).at(-1)?.place;
    }
    const reach = this.window(first - by, bottom);
    const target = Math.max(Math.min(first, reach.length) - 1, reach.length - 1 + by);
    return reach[target]?.place;
  }
}

/** The next line of a listing, and how to go on from it; undefined where it has no more. */
interface Head {
  readonly row: LogRow;
  readonly next: () => Head | undefined;
}

function head(listing: Listing, index: number, step: 1 | -1): Head | undefined {
  if (index < listing.start || index >= listing.end) return undefined;
  return { row: listing.row(index), next: () => head(listing, index + step, step) };
}

/** Up to `count` lines of several listings, whichever comes first by `isBefore` taken first: only what is seen is read. */
function merged(
  heads: (Head | undefined)[],
  count: number,
  isBefore: (row: LogRow, other: LogRow) => boolean,
): LogRow[] {
  const rows: LogRow[] = [];
  const firstOf = (): number =>
    heads.reduce((best, one, index) => {
      const other = heads[best];
      return one !== undefined && (other === undefined || isBefore(one.row, other.row)) ? index : best;
    }, 0);
  while (rows.length < count) {
    const first = firstOf();
    const from = heads[first];
    if (from === undefined) break;
    rows.push(from.row);
    if (rows.length < count) heads[first] = from.next();
  }
  return rows;
}

/** The index of the first line after a place that is shown. */
const indexAfter = ({ start, end, after }: Listing, place: number): number =>
  Math.max(start, Math.min(end, after(place)));
