import { setTimeout as sleep } from 'node:timers/promises';
import type { RunView } from '../../core/run-view.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import { stripped } from '../sanitize.ts';
import { firstKept, type LogBook, placeAt, timeOf } from './log-book.ts';

/** A line as the engine keeps it; the next read goes on after `cursor`. */
export interface PastLine {
  readonly line: string;
  /** ms since the epoch */
  readonly at: number;
  readonly cursor: string;
}

/** Lines of an instance from its first one, or after `since`, that were written before a time (ms since the epoch). */
export type ReadPast = (
  instance: InstanceId,
  before: number,
  since: string | undefined,
  signal: AbortSignal,
) => AsyncIterable<PastLine>;

/** Of more matches than this the oldest are let go. */
const capacity = 10_000;

/** A pattern is one of many while it is being typed: it is looked for when it has stayed for so long, ms. */
const settleMs = 200;

/** Lines between two looks at what has been found. */
const stride = 1000;

/** Lines that match and are older than what the screen keeps, by place. */
export interface Past {
  readonly places: readonly number[];
  readonly texts: readonly string[];
}

interface Reading {
  places: number[];
  texts: string[];
  /** when the first line was written that the engine has, ms since the epoch */
  first?: number;
  /** all lines before this have been looked at */
  until: number;
  cursor?: string;
}

/**
 * Which of the lines match that only the engine keeps any more. They are read in the background, one unit after the other,
 * and again from where that ended as soon as a flood has pushed out more than was read.
 */
export class PastLines {
  readonly #matches: (line: string) => boolean;
  readonly #read: ReadPast;
  readonly #onNews: () => void;
  readonly #closed = new AbortController();
  readonly #readings = new Map<InstanceId, Reading>();
  readonly #unreadable = new Set<InstanceId>();
  #isReading = false;

  constructor(matches: (line: string) => boolean, read: ReadPast, onNews: () => void) {
    this.#matches = matches;
    this.#read = read;
    this.#onNews = onNews;
  }

  /** Whether lines are being looked through. */
  get isReading(): boolean {
    return this.#isReading;
  }

  /** Begins to read what is lacking, unless something is being read already. */
  keepUp(book: LogBook, view: RunView): void {
    if (this.#isReading || this.#closed.signal.aborted) return;
    for (const instance of book.instances()) {
      const oldest = oldestKept(book, view, instance);
      const track = book.trackOf(instance);
      if (oldest === undefined || track === undefined || this.#unreadable.has(instance)) continue;
      const reading = this.#readings.get(instance) ?? { places: [], texts: [], until: 0 };
      if (reading.until > oldest) continue;
      this.#readings.set(instance, reading);
      // As far as the screen has got, so that a flood is read in large pieces.
      const before = Math.max(oldest + 1, timeOf(track.placeOf(track.total - 1)));
      this.#isReading = true;
      void this.#readOn(instance, reading, before);
      return;
    }
  }

  /** What matches of an instance, where the engine has lines as old as the oldest that is kept (ms since the epoch) or older. */
  of(instance: InstanceId, oldest: number): Past | undefined {
    const reading = this.#readings.get(instance);
    return reading?.first !== undefined && reading.first <= oldest ? reading : undefined;
  }

  /** Reads no more. */
  close(): void {
    this.#closed.abort();
  }

  async #readOn(instance: InstanceId, reading: Reading, before: number): Promise<void> {
    const { signal } = this.#closed;
    try {
      await sleep(settleMs, undefined, { signal });
      let count = 0;
      for await (const line of this.#read(instance, before, reading.cursor, signal)) {
        this.#take(reading, line);
        count++;
        if (count % stride === 0) this.#onNews();
      }
      reading.until = before;
    } catch {
      if (signal.aborted) return;
      // A container that was removed has no log any more; what the screen keeps is searched all the same.
      this.#unreadable.add(instance);
    }
    this.#isReading = false;
    this.#onNews();
  }

  #take(reading: Reading, { line, at, cursor }: PastLine): void {
    reading.first ??= Math.floor(at);
    reading.cursor = cursor;
    if (!this.#matches(stripped(line))) return;
    reading.places.push(Math.max(placeAt(at), (reading.places.at(-1) ?? 0) + 1));
    reading.texts.push(line);
    if (reading.places.length < 2 * capacity) return;
    reading.places = reading.places.slice(-capacity);
    reading.texts = reading.texts.slice(-capacity);
  }
}

/** When the oldest line was written that the screen keeps, where there may be older ones; ms since the epoch. */
function oldestKept(book: LogBook, view: RunView, instance: InstanceId): number | undefined {
  const track = book.trackOf(instance);
  if (track === undefined) return undefined;
  const kept = firstKept(track, view.logsOf(instance));
  // Of what ran before, only the last lines were ever told.
  const isAdopted = view.timelineOf(instance).startedAt === undefined;
  return kept > 0 || isAdopted ? timeOf(track.placeOf(kept)) : undefined;
}
