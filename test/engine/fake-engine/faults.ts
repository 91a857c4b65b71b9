/** What goes wrong, and with which request. */
export interface Fault {
  /** part of `METHOD /path?query` without the API version, or a pattern for it */
  readonly match: string | RegExp;
  readonly effect:
    | { readonly kind: 'refuse'; readonly status: number; readonly message: string }
    /** no answer at all */
    | { readonly kind: 'hang' }
    /** the connection breaks before the answer */
    | { readonly kind: 'cut' }
    /** it is done, but the connection breaks before that can be said */
    | { readonly kind: 'lose-answer' }
    | { readonly kind: 'delay'; readonly ms: number };
  /** how many requests it meets; 1 unless told */
  readonly times?: number;
}

/** Faults that wait for their request. */
export class Faults {
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  take(request: string): Fault['effect'] | undefined {
    const hit = this.#waiting.find(
      ({ fault: { match }, left }) =>
        left > 0 && (typeof match === 'string' ? request.includes(match) : match.test(request)),
    );
    if (hit === undefined) return undefined;
    hit.left--;
    return hit.fault.effect;
  }
}
