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
    /** it is left in the middle, once the answer has begun; `end`: without an error, as an engine that goes away does */
    | { readonly kind: 'break-off'; readonly how: 'cut' | 'end' }
    /** it is done late */
    | { readonly kind: 'delay'; readonly ms: number }
    /** it is done when this has come */
    | { readonly kind: 'hold'; readonly until: Promise<void> }
    /** it is done at once and answered when this has come, when the answer may not be true any more */
    | { readonly kind: 'late-answer'; readonly until: Promise<void> };
  /** how many requests it meets; 1 unless told */
  readonly times?: number;
}

/** A fault that was injected. */
export interface Injected {
  /** how many requests it still waits for */
  readonly left: number;
}

/** Faults that wait for their request. */
export class Faults {
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): Injected {
    const injected = { fault, left: fault.times ?? 1 };
    this.#waiting.push(injected);
    return injected;
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
