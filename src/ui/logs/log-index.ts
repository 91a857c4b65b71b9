import type { RunView } from '../../core/run-view.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import { stripped } from '../sanitize.ts';
import type { LogBook } from './log-book.ts';

interface Found {
  /** numbers of the lines that match, ascending */
  readonly hits: number[];
  /** number of the next line to look at */
  next: number;
}

/** Lines looked at between two looks at the clock. */
const stride = 256;

/** Which of the kept lines match. Each line is looked at once, a few at a time, so that keys are answered in between. */
export class LogIndex {
  readonly #matches: (line: string) => boolean;
  readonly #found = new Map<InstanceId, Found>();

  constructor(matches: (line: string) => boolean) {
    this.#matches = matches;
  }

  /** Numbers of the lines of this instance that match, as far as they have been looked at. */
  hitsOf(instance: InstanceId): readonly number[] {
    return this.#found.get(instance)?.hits ?? [];
  }

  /** Goes on looking until all lines have been looked at (true), or time is over. */
  scan(book: LogBook, view: RunView, isOver: () => boolean): boolean {
    return book.instances().every((instance) => this.#scanOne(book, view, instance, isOver));
  }

  #scanOne(book: LogBook, view: RunView, instance: InstanceId, isOver: () => boolean): boolean {
    const track = book.trackOf(instance);
    if (track === undefined) return true;
    const found = this.#found.get(instance) ?? { hits: [], next: 0 };
    this.#found.set(instance, found);
    const lines = view.logsOf(instance);
    const { total } = track;
    found.next = Math.max(found.next, track.first, total - lines.length);
    for (let count = 1; found.next < total; found.next++, count++) {
      if (count % stride === 0 && isOver()) return false;
      const text = lines.at(lines.length - (total - found.next)) ?? '';
      if (this.#matches(stripped(text))) found.hits.push(found.next);
    }
    return true;
  }
}
