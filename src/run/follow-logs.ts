import type { EventBody } from '../core/event.ts';
import { type InstanceId, unitOf } from '../core/unit-state.ts';
import type { Engine } from '../engine/engine.ts';

/** Lines shown of what a unit wrote before this run looked. */
const linesBefore = 20;

/** Reads the logs of all containers that come up, and tells them line by line. */
export class LogFollower {
  readonly #engine: Engine;
  readonly #emit: (event: EventBody) => void;
  readonly #signal: AbortSignal;
  readonly #wanted: (unit: string) => boolean;
  readonly #followed = new Set<string>();

  constructor(
    engine: Engine,
    emit: (event: EventBody) => void,
    signal: AbortSignal,
    wanted: (unit: string) => boolean,
  ) {
    this.#engine = engine;
    this.#emit = emit;
    this.#signal = signal;
    this.#wanted = wanted;
  }

  /** Follows a container from its first line, or, when it ran before, from its last few. Once, whatever happens to it. */
  follow(instance: InstanceId, handle: string, ranBefore: boolean): void {
    if (this.#followed.has(handle) || !this.#wanted(unitOf(instance))) return;
    this.#followed.add(handle);
    void this.#read(instance, handle, ranBefore);
  }

  async #read(instance: InstanceId, handle: string, ranBefore: boolean): Promise<void> {
    const options = { follow: true, ...(ranBefore ? { tail: linesBefore } : {}) };
    try {
      for await (const { stream, line } of this.#engine.logs(handle, options, this.#signal)) {
        this.#emit({ type: 'log', instance, stream, line });
      }
    } catch (error) {
      if (this.#signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      this.#emit({ type: 'warning', message: `the log of "${instance}" can not be followed any more: ${why}` });
    }
  }
}
