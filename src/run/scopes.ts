import { type InstanceId, unitOf } from '../core/unit-state.ts';

/** What ends the work on each instance: its own end, or that of all. */
export class Scopes {
  readonly #all: AbortSignal;
  readonly #own = new Map<InstanceId, AbortController>();

  /** `all`: ends everything, with its reason. */
  constructor(all: AbortSignal) {
    this.#all = all;
    // One listener for all of them: to make a signal out of two takes as long as a call to the engine.
    const endAll = (): void => this.#own.forEach((scope) => void scope.abort(all.reason));
    all.addEventListener('abort', endAll, { once: true });
  }

  /** Those on which work has begun and was not ended by itself. */
  instances(): readonly InstanceId[] {
    return [...this.#own.keys()];
  }

  /** Aborts when the work on an instance has to end. */
  signalOf(instance: InstanceId): AbortSignal {
    const scope = this.#own.get(instance) ?? new AbortController();
    this.#own.set(instance, scope);
    if (this.#all.aborted) scope.abort(this.#all.reason);
    return scope.signal;
  }

  /** Ends all that is under way for an instance: probes, waits, logs that a probe reads. What comes then begins anew. */
  end(instance: InstanceId): void {
    this.#own.get(instance)?.abort(new Error(`the work on ${unitOf(instance)} has ended`));
    this.#own.delete(instance);
  }
}
