import type { Outcome } from '../../core/event.ts';
import { type Failure, failureOf } from '../../core/failure.ts';
import type { RunEnd } from '../../core/run-record.ts';
import type { Memory } from '../../engine/engine.ts';
import type { Session } from '../session.ts';
import { within } from '../within.ts';
import { failureRecord, makeRecord, type RecordHead } from './make-record.ts';
import { RunFacts } from './run-facts.ts';
import { type Place, placeFor, recordIn } from './stored-history.ts';

/** Longest that what is kept of a run may take to be written, ms; and where there is no more patience with anything. */
const [writeDeadline, hastyDeadline] = [120_000, 5_000];

type Documents = ReadonlyMap<string, unknown>;

/**
 * Keeps the history of one run that changes something: written once when it begins, so that one that is killed is known
 * too, and once when it ends; one that stays attached also when it is ready. It never fails the run.
 */
export class Recorder {
  readonly #session: Session;
  readonly #memory: Memory;
  readonly #head: RecordHead;
  readonly #place: Place;
  readonly #facts = new RunFacts();
  /** what stood in its place and has not been written elsewhere yet */
  #moved: Documents;
  #begun: Promise<void> = Promise.resolve();
  /** as what its end is written already */
  #written: RunEnd['outcome'] | undefined;

  /** `documents`: all that the project remembers, as read under its lock. */
  constructor(session: Session, memory: Memory, documents: Documents) {
    const { holder, asked } = session.options;
    const { command, host, process, since } = holder;
    this.#session = session;
    this.#memory = memory;
    // A restart is two runs of one command.
    this.#place = placeFor(documents, {
      at: since,
      isSame: (record) => record.at === since && record.command === command && record.process.pid === process.pid,
    });
    this.#moved = this.#place.moved;
    const { units = [], files = [] } = asked ?? {};
    this.#head = { id: this.#place.id, command, named: units, files, host, process, at: since };
    session.onEvent((event) => this.#facts.take(event));
  }

  /** What is to be written when the run begins; nothing where its end is written already. */
  opening(): Documents {
    return this.#written === undefined ? this.#documents() : new Map();
  }

  /** What is to be written when the run has come to this; nothing where that is written already. */
  closing(outcome: Outcome | Failure): Documents {
    const end = this.#endOf(outcome);
    const isKnown = this.#written === end.outcome || (this.#written === 'ready' && end.outcome === 'detached');
    if (isKnown) return new Map();
    this.#written = end.outcome;
    return this.#documents(end);
  }

  /** Writes the beginning, beside other work. */
  begin(): void {
    this.#begun = this.#write(() => this.opening());
  }

  /** Writes the end, unless that is written already; `lock`: whether this run still holds that of the project. */
  async end(outcome: Outcome | Failure, lock: 'held' | 'released'): Promise<void> {
    await this.#begun;
    const documents = this.closing(outcome);
    if (documents.size === 0) return;
    // What broke it is most likely in the way of this too, and is what is told.
    const patience = 'code' in outcome ? { deadline: hastyDeadline, tells: false } : undefined;
    const wanted = async (signal: AbortSignal) =>
      lock === 'held' || (await this.#hasPlace(signal)) ? documents : new Map();
    await this.#write(wanted, patience);
  }

  /** Without the lock others go on: the memory may be gone by now, or the place be that of a later run. */
  async #hasPlace(signal: AbortSignal): Promise<boolean> {
    const documents = await this.#memory.read(signal);
    const { id = '' } = recordIn(documents, this.#place.key) ?? {};
    return documents.size > 0 && id <= this.#head.id;
  }

  async #write(
    documents: (signal: AbortSignal) => Documents | Promise<Documents>,
    { deadline = writeDeadline, tells = true } = {},
  ): Promise<void> {
    const { options, killed, emit } = this.#session;
    try {
      await within(options.clock, killed.aborted ? hastyDeadline : deadline, async (signal) => {
        const wanted = await documents(signal);
        if (wanted.size > 0) await this.#memory.write(wanted, signal);
      });
    } catch (error) {
      const message = `this run could not be kept in the history: ${failureOf(error).message}`;
      if (tells) emit({ type: 'warning', message });
    }
  }

  #documents(end?: RunEnd): Documents {
    const { state, masker } = this.#session;
    const record = makeRecord(this.#head, state, this.#facts, masker.apply, end);
    const documents = new Map([...this.#moved, [this.#place.key, record] as const]);
    this.#moved = new Map();
    return documents;
  }

  #endOf(outcome: Outcome | Failure): RunEnd {
    const { clock } = this.#session.options;
    const durationMs = Math.max(0, clock.now() - this.#head.at);
    const { readyAt } = this.#session.state;
    const ready = readyAt === undefined ? {} : { readyMs: Math.max(0, readyAt - this.#head.at) };
    if ('code' in outcome) return { outcome: 'failed', durationMs, ...ready, failure: failureRecord(outcome, []) };
    switch (outcome.kind) {
      case 'ready':
        return { outcome: 'ready', durationMs, readyMs: durationMs, ...ready };
      case 'failed':
      case 'created':
      case 'detached':
        return { outcome: outcome.kind, durationMs, ...ready };
      case 'exited':
        return { outcome: 'exited', durationMs, ...ready, exitCode: outcome.exitCode };
      case 'stopped':
        return { outcome: stoppedAs(outcome), durationMs, ...ready };
    }
  }
}

function stoppedAs({ wasReady, complete }: Extract<Outcome, { kind: 'stopped' }>): RunEnd['outcome'] {
  if (!complete && wasReady) return 'incomplete';
  return wasReady ? 'stopped' : 'interrupted';
}
