import type { Clock } from '../core/clock.ts';
import type { EventBody } from '../core/event.ts';
import type { RunState } from './run-state.ts';

/** Opens stages in order and tells when each began and ended. A manifest without stages has one without a name, which is not told. */
export class Stages {
  readonly #state: RunState;
  readonly #emit: (event: EventBody) => void;
  readonly #clock: Clock;
  /** index of the next stage to open */
  #next = 0;
  /** stages that are open and not finished, with the time they began, monotonic ms */
  readonly #open = new Map<number, number>();

  constructor(state: RunState, emit: (event: EventBody) => void, clock: Clock) {
    this.#state = state;
    this.#emit = emit;
    this.#clock = clock;
  }

  /** Opens every stage whose turn has come; their indexes. */
  advance(): readonly number[] {
    const frontier = this.#state.frontier();
    const opened: number[] = [];
    this.#finish();
    while (this.#next <= frontier && this.#next < this.#state.stages.length) {
      this.#openStage(this.#next);
      opened.push(this.#next);
      this.#next++;
    }
    this.#finish();
    return opened;
  }

  /** Forgets what was open: the next `advance` opens all stages up to the frontier again. */
  reset(): void {
    this.#next = 0;
    this.#open.clear();
  }

  #openStage(index: number): void {
    const stage = this.#state.stages[index];
    if (stage === undefined || stage.name === '') return;
    if (stage.units.length === 0) {
      this.#emit({ type: 'stage.skipped', stage: stage.name, index, reason: 'it has no unit in this run' });
      return;
    }
    this.#open.set(index, this.#clock.monotonic());
    this.#emit({ type: 'stage.started', stage: stage.name, index });
  }

  #finish(): void {
    for (const [index, began] of this.#open) {
      const stage = this.#state.stages[index];
      if (!this.#state.isThrough(index) || stage === undefined) continue;
      this.#open.delete(index);
      const durationMs = this.#clock.monotonic() - began;
      this.#emit({ type: 'stage.finished', stage: stage.name, index, durationMs });
    }
  }
}
