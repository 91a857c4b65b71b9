import type { LogLines } from '../../core/run-view.ts';
import type { InstanceId } from '../../core/unit-state.ts';

/** Places of the lines of one ms in the order of all lines. */
const placesPerMs = 1024;

const capacity = 10_000;

/** How many of the ascending numbers are at most `limit`. */
export function countUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first place of a time, ms since the epoch. */
export const placeAt = (at: number): number => Math.floor(at) * placesPerMs;

/** The number of the oldest line of an instance that is still there. */
export const firstKept = (track: Track, lines: LogLines): number => Math.max(track.first, track.total - lines.length);

/** When a line with this place was written, ms since the epoch. */
export const timeOf = (place: number): number => Math.floor(place / placesPerMs);

/** The places of one instance's lines in the order of all lines. Lines are numbered from 0, also those no longer kept. */
export class Track {
  #places: number[] = [];
  #dropped = 0;
  #last = 0;

  /** number of the oldest line that is kept */
  get first(): number {
    return Math.max(this.#dropped, this.total - capacity);
  }

  /** how many lines have come */
  get total(): number {
    return this.#dropped + this.#places.length;
  }

  note(place: number): void {
    this.#last = Math.max(place, this.#last + 1);
    this.#places.push(this.#last);
    // Cutting only at twice the capacity keeps a flood at constant cost per line.
    if (this.#places.length < 2 * capacity) return;
    this.#dropped += this.#places.length - capacity;
    this.#places = this.#places.slice(-capacity);
  }

  placeOf(line: number): number {
    return this.#places[line - this.#dropped] ?? 0;
  }

  /** The number of the first line after this place. */
  after(place: number): number {
    return this.#dropped + countUpTo(this.#places, place);
  }
}

/**
 * The order of log lines across instances: that of the times at which they were written. The texts stay in the view, which
 * also masks what turns out to be secret later; a chatty instance evicts nobody else's lines.
 */
export class LogBook {
  readonly #tracks = new Map<InstanceId, Track>();
  #came = 0;
  #latest = 0;

  /** A line of this instance came in, written at this time (ms since the epoch). */
  note(instance: InstanceId, at: number): void {
    const track = this.#tracks.get(instance) ?? new Track();
    this.#tracks.set(instance, track);
    track.note(placeAt(at) + (this.#came++ % placesPerMs));
    this.#latest = Math.max(this.#latest, track.placeOf(track.total - 1));
  }

  /** The instances that have written something. */
  instances(): readonly InstanceId[] {
    return [...this.#tracks.keys()];
  }

  trackOf(instance: InstanceId): Track | undefined {
    return this.#tracks.get(instance);
  }

  /** the place of the newest line of all */
  get latest(): number {
    return this.#latest;
  }

  /** How many lines have come, also of those that are no longer kept. */
  total(instances: readonly InstanceId[]): number {
    return instances.reduce((sum, instance) => sum + (this.#tracks.get(instance)?.total ?? 0), 0);
  }
}
