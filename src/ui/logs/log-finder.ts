import type { RunView } from '../../core/run-view.ts';
import type { LogBook } from './log-book.ts';
import { LogIndex } from './log-index.ts';
import { PastLines, type ReadPast } from './past-lines.ts';
import type { Pattern } from './pattern.ts';

/** Which lines match some patterns: of those that are kept here, and of those that only the engine has. */
export interface Known {
  readonly patterns: readonly Pattern[];
  readonly index: LogIndex;
  readonly past: PastLines;
}

/** Keeps, for the patterns that are in use, which lines match all of them. */
export class LogFinder {
  readonly #readPast: ReadPast;
  readonly #onNews: () => void;
  #filter: Known | undefined;
  #found: Known | undefined;

  /** `onNews` hears that something was found among the lines that only the engine has. */
  constructor(readPast: ReadPast, onNews: () => void) {
    this.#readPast = readPast;
    this.#onNews = onNews;
  }

  /** The lines that a filter lets through; undefined where there is none. */
  filterOf(filter: Pattern | undefined): Known | undefined {
    this.#filter = this.#updated(this.#filter, filter === undefined ? [] : [filter]);
    return this.#filter;
  }

  /** Those of them that a search finds; undefined where nothing is searched for. */
  foundOf(filter: Pattern | undefined, search: Pattern | undefined): Known | undefined {
    const patterns = search === undefined ? [] : filter === undefined ? [search] : [filter, search];
    this.#found = this.#updated(this.#found, patterns);
    return this.#found;
  }

  /** Looks through lines that came, until all are looked through (true) or time is over. */
  scan(book: LogBook, view: RunView, isOver: () => boolean): boolean {
    const used = [this.#filter, this.#found].filter((known) => known !== undefined);
    for (const { past } of used) past.keepUp(book, view);
    return used.every(({ index }) => index.scan(book, view, isOver));
  }

  /** Whether lines that only the engine has are being looked through. */
  get isReading(): boolean {
    return (this.#filter?.past.isReading ?? false) || (this.#found?.past.isReading ?? false);
  }

  /** Looks for everything anew: what was read may hold what has become known as secret. */
  forget(): void {
    for (const known of [this.#filter, this.#found]) known?.past.close();
    this.#filter = undefined;
    this.#found = undefined;
  }

  #updated(known: Known | undefined, patterns: readonly Pattern[]): Known | undefined {
    const isSame =
      known?.patterns.length === patterns.length && patterns.every((one, at) => known.patterns[at] === one);
    if (isSame) return known;
    known?.past.close();
    if (patterns.length === 0) return undefined;
    const matches = (line: string): boolean => patterns.every((pattern) => pattern.matches(line));
    const past = new PastLines(matches, this.#readPast, this.#onNews);
    return { patterns, index: new LogIndex(matches), past };
  }
}
