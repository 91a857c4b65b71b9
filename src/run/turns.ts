/** Jobs that work on the same data take turns: one that has begun holds the others until it has ended. */
export class Turns {
  readonly #apartFrom: ReadonlyMap<string, readonly string[]>;
  readonly #begun = new Set<string>();

  /** `apartFrom`: by job, the others that must not run at the same time. */
  constructor(apartFrom: ReadonlyMap<string, readonly string[]>) {
    this.#apartFrom = apartFrom;
  }

  begin(unit: string): void {
    this.#begun.add(unit);
  }

  end(unit: string): void {
    this.#begun.delete(unit);
  }

  /** The job that is at work on this one's data; undefined where it may begin. */
  holderOf(unit: string): string | undefined {
    return this.#apartFrom.get(unit)?.find((other) => this.#begun.has(other));
  }
}
