import type { Clock } from '../core/clock.ts';
import type { Event, EventBody, Intent, LeaveIntent, Outcome, UnitIntent } from '../core/event.ts';
import type { RunView } from '../core/run-view.ts';
import type { Engine } from '../engine/engine.ts';
import type { LockHolder } from '../engine/project-lock.ts';
import type { Recorder } from './history/recorder.ts';
import { maskedEvent } from './masking/masked.ts';
import { Masker } from './masking/masker.ts';
import type { RunShape } from './run-shape.ts';
import { type Change, RunState } from './run-state.ts';

/** What every run needs from outside. */
export interface SessionOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  /** who this run is, to others that want the lock */
  readonly holder: LockHolder;
  /** Sees every event, after the view has taken it in. */
  readonly observer: (event: Event, view: RunView) => void;
  /** what was named on the command line, for the history; absent: nothing was */
  readonly asked?: { readonly units: readonly string[]; readonly files: readonly string[] };
}

/** A run under way. */
export interface Run {
  readonly view: RunView;
  /** Rejects with a DevstackError where the run could not do its work at all: no engine, a broken memory, a bug. */
  readonly done: Promise<Outcome>;
  /** Asks the run to end (`stop` in order, `kill` at once, `detach` leaving all as it is), or to do something with units. */
  send(intent: Intent): void;
}

/** Why a run was aborted from outside. */
export class Interruption extends Error {
  readonly intent: LeaveIntent;

  constructor(intent: LeaveIntent) {
    super(`interrupted: ${intent.type}`);
    this.intent = intent;
  }
}

type Started = Extract<EventBody, { type: 'unit.started' }>;

/** The state of a run, the events that change it, and the intents that end it. */
export class Session {
  readonly options: SessionOptions;
  readonly state: RunState;
  readonly masker = new Masker();
  readonly #interrupt = new AbortController();
  readonly #kill = new AbortController();
  readonly #queue: EventBody[] = [];
  readonly #began: number;
  #draining = false;
  #onChange: ((change: Change) => void) | undefined;
  #onIntent: ((intent: UnitIntent) => void) | undefined;
  /** what was asked of units while they were shown, and nobody took it yet */
  readonly #early: UnitIntent[] = [];
  #onStarted: ((event: Started) => void) | undefined;
  #onEvent: ((event: Event) => void) | undefined;
  /** keeps what is done; absent as long as nothing is changed */
  recorder: Recorder | undefined;

  constructor(options: SessionOptions, command: string, shape: RunShape) {
    this.options = options;
    this.#began = options.clock.monotonic();
    this.state = new RunState(command, options.clock.now(), shape);
  }

  /** Aborted by the first intent; its reason is an `Interruption`, and the first one stays. */
  get interrupted(): AbortSignal {
    return this.#interrupt.signal;
  }

  /** Aborted when there is to be no more patience with anything. */
  get killed(): AbortSignal {
    return this.#kill.signal;
  }

  /** Time since the run began, ms. */
  elapsed(): number {
    return this.options.clock.monotonic() - this.#began;
  }

  send(intent: Intent): void {
    switch (intent.type) {
      case 'kill':
      case 'stop':
      case 'detach':
        if (intent.type === 'kill') this.#kill.abort(new Interruption(intent));
        this.#interrupt.abort(new Interruption(intent));
        break;
      case 'restart-units':
      case 'stop-units':
      case 'start-units':
      case 'run-jobs':
        if (this.#onIntent === undefined) this.#early.push(intent);
        else this.#onIntent(intent);
        break;
    }
  }

  /** Calls back with what is asked to be done with units, also with what was asked before; a run that takes none leaves them out. */
  onIntent(callback: (intent: UnitIntent) => void): void {
    this.#onIntent = callback;
    for (const intent of this.#early.splice(0)) callback(intent);
  }

  /** Calls back with each change of state from now on. */
  onChange(callback: (change: Change) => void): void {
    this.#onChange = callback;
  }

  /** Calls back when a container is up from now on. */
  onStarted(callback: (event: Started) => void): void {
    this.#onStarted = callback;
  }

  /** Calls back with each event from now on. */
  onEvent(callback: (event: Event) => void): void {
    this.#onEvent = callback;
  }

  /**
   * Takes in a fact: masked, applied to the state, shown to the observer, and followed up. Facts that come in the
   * middle of this wait for their turn, so that a long chain of them does not deepen the stack.
   */
  readonly emit = (event: EventBody): void => {
    this.#queue.push(event);
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#take(next);
    } finally {
      this.#draining = false;
    }
  };

  /** Learns sensitive values, and hides them in what is on the screen already. */
  readonly learnSecrets = (values: Iterable<string>): void => {
    if (this.masker.learn(values)) this.state.mask(this.masker.apply);
  };

  #take(body: EventBody): void {
    const event: Event = { at: this.options.clock.now(), ...maskedEvent(body, this.masker.apply) };
    const change = this.state.apply(event);
    this.options.observer(event, this.state);
    this.#onEvent?.(event);
    if (event.type === 'unit.started') this.#onStarted?.(event);
    if (change !== undefined) this.#onChange?.(change);
  }
}
