import type { Clock } from '../core/clock.ts';
import type { EventBody } from '../core/event.ts';
import type { StageView } from '../core/run-view.ts';
import { describeAbsence } from '../plan/describe-plan.ts';
import type { RunState } from './run-state.ts';

/** A stage that is open: when it began, monotonic ms, and what ends the wait for its time to be over. */
interface Open {
  readonly began: number;
  readonly through: AbortController;
}

/** What stages tell, and to whom. */
interface StagesOptions {
  readonly state: RunState;
  readonly emit: (event: EventBody) => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** A stage is not through in its time. */
  readonly late: (stage: StageView, index: number) => void;
}

/** Opens stages in order and tells how each ends. A manifest without stages has one without a name, which is not told. */
export class Stages {
  readonly #options: StagesOptions;
  /** index of the next stage to open */
  #next = 0;
  readonly #open = new Map<number, Open>();
  /** stages whose end has been told */
  readonly #over = new Set<number>();

  constructor(options: StagesOptions) {
    this.#options = options;
  }

  /** Opens every stage whose turn has come; their indexes. */
  advance(): readonly number[] {
    const { state } = this.#options;
    const frontier = state.frontier();
    const opened: number[] = [];
    this.#finish();
    while (this.#next <= frontier && this.#next < state.stages.length) {
      this.#openStage(this.#next);
      opened.push(this.#next);
      this.#next++;
    }
    this.#finish();
    return opened;
  }

  /** Something that a stage can not do without has failed: tells that, unless its end has been told. */
  fail(index: number, reason: string): void {
    const durationMs =
      this.#options.clock.monotonic() - (this.#open.get(index)?.began ?? this.#options.clock.monotonic());
    const stage = this.#end(index);
    if (stage !== undefined) this.#options.emit({ type: 'stage.failed', stage, index, reason, durationMs });
  }

  /** A stage is not gone on with: tells that, unless its end has been told. */
  cancel(index: number, reason: string): void {
    const stage = this.#end(index);
    if (stage !== undefined) this.#options.emit({ type: 'stage.canceled', stage, index, reason });
  }

  /** Forgets what was open: the next `advance` opens all stages up to the frontier again. */
  reset(): void {
    this.#next = 0;
    for (const { through } of this.#open.values()) through.abort();
    this.#open.clear();
    this.#over.clear();
  }

  #openStage(index: number): void {
    const { state, emit, clock } = this.#options;
    const stage = state.stages[index];
    if (stage === undefined || stage.name === '') return;
    if (stage.units.length === 0) {
      const reason = describeAbsence(stage.absence ?? 'not-selected');
      this.#over.add(index);
      emit({ type: 'stage.skipped', stage: stage.name, index, reason });
      return;
    }
    const open = { began: clock.monotonic(), through: new AbortController() };
    this.#open.set(index, open);
    emit({ type: 'stage.started', stage: stage.name, index });
    if (stage.timeout !== undefined) this.#limit(stage, stage.timeout, index, open);
  }

  #limit(stage: StageView, timeout: number, index: number, { through }: Open): void {
    const { clock, signal, late } = this.#options;
    clock.sleep(timeout, AbortSignal.any([signal, through.signal])).then(
      () => late(stage, index),
      // Through in time, or the run has ended.
      () => undefined,
    );
  }

  #finish(): void {
    const { state, emit, clock } = this.#options;
    for (const [index, { began }] of this.#open) {
      if (!state.isThrough(index)) continue;
      const stage = this.#end(index);
      const durationMs = clock.monotonic() - began;
      if (stage !== undefined) emit({ type: 'stage.finished', stage, index, durationMs });
    }
  }

  /** Its name, where there is something to tell of its end. */
  #end(index: number): string | undefined {
    this.#open.get(index)?.through.abort();
    this.#open.delete(index);
    const { name = '', units = [] } = this.#options.state.stages[index] ?? {};
    if (name === '' || units.length === 0 || this.#over.has(index)) return undefined;
    this.#over.add(index);
    return name;
  }
}
