/** The last lines of one instance, oldest first. */
export class LogBuffer {
  readonly #capacity: number;
  #lines: string[] = [];

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  push(line: string): void {
    this.#lines.push(line);
    // Cutting only at twice the capacity keeps a flood at constant cost per line.
    if (this.#lines.length >= this.#capacity * 2) this.#lines = this.#lines.slice(-this.#capacity);
  }

  lines(): readonly string[] {
    return this.#lines.length <= this.#capacity ? this.#lines : this.#lines.slice(-this.#capacity);
  }

  /** Rewrites what is kept, for values that became known as sensitive after they were printed. */
  rewrite(change: (line: string) => string): void {
    this.#lines = this.#lines.map(change);
  }
}
