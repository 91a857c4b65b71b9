import type { EventBody } from '../core/event.ts';
import { type InstanceId, unitOf } from '../core/unit-state.ts';
import type { Engine } from '../engine/engine.ts';

/** Lines shown of what a unit wrote before this run looked, where nothing else is said. */
const usualLinesBefore = 20;

/** Longest that the last lines of a container may take, ms. */
const restDeadline = 5000;

/** How far the log of a container has been read. */
interface Reading {
  readonly instance: InstanceId;
  readonly handle: string;
  readonly tail?: number;
  cursor?: string;
  done: Promise<void>;
}

/** Whose logs are read. */
interface Wish {
  readonly wanted: (unit: string) => boolean;
  /** of a container that ran before this run looked, the last so many lines */
  readonly linesBefore?: number | undefined;
}

/** Reads the logs of all containers that come up, and tells them line by line. */
export class LogFollower {
  readonly #engine: Engine;
  readonly #emit: (event: EventBody) => void;
  readonly #signal: AbortSignal;
  readonly #wish: Wish;
  readonly #readings = new Map<string, Reading>();

  constructor(engine: Engine, emit: (event: EventBody) => void, signal: AbortSignal, wish: Wish) {
    this.#engine = engine;
    this.#emit = emit;
    this.#signal = signal;
    this.#wish = wish;
  }

  /** Follows a container from its first line, or, when it ran before, from its last few. Once, whatever happens to it. */
  follow(instance: InstanceId, handle: string, ranBefore: boolean): void {
    if (this.#readings.has(handle) || !this.#wish.wanted(unitOf(instance))) return;
    const tail = ranBefore ? { tail: this.#wish.linesBefore ?? usualLinesBefore } : {};
    const reading: Reading = { instance, handle, ...tail, done: Promise.resolve() };
    this.#readings.set(handle, reading);
    reading.done = this.#read(reading, true, this.#signal);
  }

  /** Tells, once nothing is followed any more, what had not come yet of containers that have ended. */
  async finish(hasEnded: (instance: InstanceId) => boolean): Promise<void> {
    const readings = [...this.#readings.values()];
    await Promise.all(readings.map(({ done }) => done));
    const ended = readings.filter(({ instance }) => hasEnded(instance));
    await Promise.all(ended.map((reading) => this.#read(reading, false, AbortSignal.timeout(restDeadline))));
  }

  async #read(reading: Reading, follow: boolean, signal: AbortSignal): Promise<void> {
    const { instance, handle, tail, cursor } = reading;
    const from = cursor === undefined ? (tail === undefined ? {} : { tail }) : { since: cursor };
    try {
      for await (const line of this.#engine.logs(handle, { follow, ...from }, signal)) {
        reading.cursor = line.cursor;
        this.#emit({ type: 'log', instance, stream: line.stream, line: line.line, at: line.at });
      }
    } catch (error) {
      if (signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      this.#emit({ type: 'warning', message: `the log of "${instance}" can not be followed any more: ${why}` });
    }
  }
}
