import type { RunView } from '../../core/run-view.ts';
import type { LogBook } from './log-book.ts';
import { LogIndex } from './log-index.ts';
import type { Pattern } from './pattern.ts';

interface Known {
  readonly patterns: readonly Pattern[];
  readonly index: LogIndex;
}

/** Keeps, for the patterns that are in use, which lines match all of them. */
export class LogFinder {
  #filter: Known | undefined;
  #found: Known | undefined;

  /** The lines that a filter lets through; undefined where there is none. */
  filterOf(filter: Pattern | undefined): LogIndex | undefined {
    this.#filter = updated(this.#filter, filter === undefined ? [] : [filter]);
    return this.#filter?.index;
  }

  /** Those of them that a search finds; undefined where nothing is searched for. */
  foundOf(filter: Pattern | undefined, search: Pattern | undefined): LogIndex | undefined {
    const patterns = search === undefined ? [] : filter === undefined ? [search] : [filter, search];
    this.#found = updated(this.#found, patterns);
    return this.#found?.index;
  }

  /** Looks through lines that came, until all are looked through (true) or time is over. */
  scan(book: LogBook, view: RunView, isOver: () => boolean): boolean {
    const indexes = [this.#filter, this.#found];
    return indexes.every((known) => known === undefined || known.index.scan(book, view, isOver));
  }
}

function updated(known: Known | undefined, patterns: readonly Pattern[]): Known | undefined {
  if (patterns.length === 0) return undefined;
  const isSame = known?.patterns.length === patterns.length && patterns.every((one, at) => known.patterns[at] === one);
  if (isSame) return known;
  return { patterns, index: new LogIndex((line) => patterns.every(({ matches }) => matches(line))) };
}
