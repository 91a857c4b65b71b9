import type { Clock } from '../../core/clock.ts';
import type { Asking } from './ask.ts';
import { cadence } from './cadence.ts';
import { inTime } from './in-time.ts';

/**
 * How long a server is left alone whose port is closed, ms: each command in its container takes from what it starts with.
 * It is asked all the same, since its test may be about something else.
 */
const whileClosed = 300;

/** The pauses between the probes of one wait: as its cadence says, longer while a port is closed, over once that opens. */
export class Pacing {
  readonly #period: number | undefined;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #over = new AbortController();
  /** while the port is closed */
  #opening: Promise<void> | undefined;
  /** when it began to be asked often */
  #since: number;

  /** `period`: fixed, ms. */
  constructor(period: number | undefined, opens: Asking['opens'], clock: Clock, signal: AbortSignal) {
    this.#period = period;
    this.#clock = clock;
    this.#signal = signal;
    this.#since = clock.monotonic();
    this.#opening = opens?.(AbortSignal.any([signal, this.#over.signal])).then(() => this.hasOpened());
    this.#opening?.catch(() => undefined);
  }

  /** What is asked is there: it may be asked often from now on. */
  hasOpened(): void {
    if (this.#opening === undefined) return;
    this.#opening = undefined;
    this.#since = this.#clock.monotonic();
  }

  /** Until the next probe, at most; ms. */
  next(): number {
    const pause = cadence(this.#clock.monotonic() - this.#since, this.#period);
    return this.#opening === undefined ? pause : Math.max(pause, whileClosed);
  }

  /** Lets a pause pass; rejects with the signal's reason. */
  async pass(ms: number): Promise<void> {
    if (this.#opening === undefined) await this.#clock.sleep(ms, this.#signal);
    else await inTime(this.#opening, ms, this.#clock, this.#signal);
  }

  [Symbol.dispose](): void {
    this.#over.abort();
  }
}
