import type { LogLines } from '../core/run-view.ts';

/** The last lines of one instance, oldest first: a ring, so that a line costs the same in a flood and a look at one as well. */
export class LogBuffer implements LogLines {
  readonly #capacity: number;
  readonly #lines: string[] = [];
  /** where the oldest line is, once the ring is full */
  #start = 0;

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#lines.length;
  }

  push(line: string): void {
    if (this.#lines.length < this.#capacity) {
      this.#lines.push(line);
      return;
    }
    this.#lines[this.#start] = line;
    this.#start = (this.#start + 1) % this.#capacity;
  }

  at(index: number): string | undefined {
    if (index < 0 || index >= this.#lines.length) return undefined;
    return this.#lines[(this.#start + index) % this.#lines.length];
  }

  last(count: number): readonly string[] {
    const { length } = this.#lines;
    const from = Math.max(0, length - count);
    return Array.from({ length: length - from }, (_, index) => this.at(from + index) ?? '');
  }

  /** Rewrites what is kept, for values that became known as sensitive after they were printed. */
  rewrite(change: (line: string) => string): void {
    for (const [index, line] of this.#lines.entries()) this.#lines[index] = change(line);
  }
}
