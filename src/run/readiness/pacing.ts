import type { Clock } from '../../core/clock.ts';
import type { Asking } from './ask.ts';
import { cadence } from './cadence.ts';
import type { Crowd } from './crowd.ts';
import { inTime } from './in-time.ts';

/**
 * How long a server is left alone whose port is closed, ms: each command in its container takes from what it starts with.
 * It is asked all the same, since its test may be about something else.
 */
const whileClosed = 300;

/**
 * The pauses between the probes of one wait: as its cadence says, longer while a port is closed or many wait long, over
 * once that opens or something else changes.
 */
export class Pacing {
  readonly #period: number | undefined;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #crowd: Crowd | undefined;
  readonly #place: Disposable | undefined;
  readonly #over = new AbortController();
  readonly #until: AbortSignal;
  /** while the port is closed */
  #opening: Promise<void> | undefined;
  readonly #changes: Asking['changes'];
  /** what has changed since the latest probe began */
  #change: Promise<void> | undefined;
  /** when it began to be asked often */
  #since: number;
  /** since when nothing has got better */
  #inVainSince: number;

  /** `period`: fixed, ms. */
  constructor(
    period: number | undefined,
    { opens, changes, crowd }: Omit<Asking, 'ask'>,
    clock: Clock,
    signal: AbortSignal,
  ) {
    this.#period = period;
    this.#clock = clock;
    this.#signal = signal;
    this.#since = this.#inVainSince = clock.monotonic();
    if (period === undefined) this.#crowd = crowd;
    this.#place = crowd?.enter();
    this.#until = AbortSignal.any([signal, this.#over.signal]);
    this.#opening = opens?.(this.#until).then(() => this.hasOpened());
    this.#opening?.catch(() => undefined);
    this.#changes = changes;
    this.#awaitChange();
  }

  /** What is asked is there: it may be asked often from now on. */
  hasOpened(): void {
    this.#inVainSince = this.#clock.monotonic();
    if (this.#opening === undefined) return;
    this.#opening = undefined;
    this.#since = this.#inVainSince;
  }

  /** Until the next probe, of a wait that may go on for as long as `left`; both in ms. */
  next(left: number): number {
    const now = this.#clock.monotonic();
    // Towards the end it is asked often again: what is ready just in time is not to be missed.
    const forOthers = Math.min(this.#crowd?.pause(now - this.#inVainSince) ?? 0, left / 2);
    const pause = Math.max(cadence(now - this.#since, this.#period), forOthers);
    return Math.min(this.#opening === undefined ? pause : Math.max(pause, whileClosed), left);
  }

  /** Lets a pause pass; rejects with the signal's reason. */
  async pass(ms: number): Promise<void> {
    const early = this.#opening ?? this.#change;
    if (early === undefined) return await this.#clock.sleep(ms, this.#signal);
    const end = await inTime(early, ms, this.#clock, this.#signal);
    if (early === this.#change && end !== 'late') this.#awaitChange();
  }

  /** What changes while a probe is under way ends the pause after it. */
  #awaitChange(): void {
    this.#change = this.#changes?.(this.#until);
    this.#change?.catch(() => undefined);
  }

  [Symbol.dispose](): void {
    this.#over.abort();
    this.#place?.[Symbol.dispose]();
  }
}
