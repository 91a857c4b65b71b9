import { type InstanceId, unitOf } from '../core/unit-state.ts';
import type { EngineEvent } from '../engine/engine.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { PlannedService } from '../plan/plan.ts';
import type { RunContext, Work } from './context.ts';
import { awaitReady } from './launch-service.ts';
import type { Loop } from './loop.ts';
import type { RunState } from './run-state.ts';
import { serviceEnd, serviceRemoved } from './service-end.ts';

/** Follows what the engine says of the project's containers, and tells the run what it means for services. */
export class Watch {
  readonly #context: RunContext;
  readonly #state: RunState;
  readonly #loop: Loop;
  readonly #signal: AbortSignal;
  /** instances seen between an exit and the engine's next start */
  readonly #restarting = new Set<InstanceId>();
  readonly #connected = Promise.withResolvers<void>();

  constructor(context: RunContext, state: RunState, loop: Loop, signal: AbortSignal) {
    this.#context = context;
    this.#state = state;
    this.#loop = loop;
    this.#signal = signal;
  }

  /** Resolves when nothing that happens from now on can be missed. */
  get connected(): Promise<void> {
    return this.#connected.promise;
  }

  /** Runs until the signal is aborted. */
  async run(): Promise<void> {
    const { engine, plan } = this.#context;
    try {
      for await (const event of engine.events(plan().project, this.#signal)) await this.#take(event);
    } catch (error) {
      if (!this.#signal.aborted) this.#connected.reject(error);
    }
  }

  async #take(event: EngineEvent): Promise<void> {
    switch (event.type) {
      case 'connected':
        // Before this, and in a gap, everything may have happened: look once at each container that is known.
        await this.#lookAgain();
        this.#connected.resolve();
        return;
      case 'disconnected':
        return this.#context.emit({ type: 'warning', message: `lost sight of the engine: ${event.reason}` });
      case 'died':
      case 'removed':
      case 'started':
        if (this.#handleOf(event.instance) === event.handle) await this.#check(event.instance, event.handle);
        return;
      case 'created':
      case 'paused':
      case 'unpaused':
      case 'oom':
        return;
    }
  }

  /** Known from the moment its start is asked for: a fast exit is told before the start is. */
  #handleOf(instance: InstanceId): string | undefined {
    return this.#context.startedHere.get(instance) ?? this.#state.handleOf(instance);
  }

  async #lookAgain(): Promise<void> {
    for (const instance of this.#state.states.keys()) {
      const handle = this.#handleOf(instance);
      if (handle !== undefined) await this.#check(instance, handle);
    }
  }

  async #check(instance: InstanceId, handle: string): Promise<void> {
    const unit = this.#context.plan().units.get(unitOf(instance));
    const phase = this.#state.states.get(instance)?.phase;
    // A job's end is told by its own wait; what is being stopped is the teardown's.
    if (unit?.kind !== 'service' || phase === undefined || !isUp(phase)) return;
    const container = await this.#context.engine.inspect(handle, this.#signal);
    if (this.#handleOf(instance) !== handle) return;
    if (container === undefined) return this.#context.emit(serviceRemoved(unit, unit.instances.indexOf(instance) + 1));
    await this.#judge(unit, instance, container);
  }

  async #judge(unit: PlannedService, instance: InstanceId, container: ObservedContainer): Promise<void> {
    const { status } = container;
    switch (status.kind) {
      case 'restarting':
        this.#restarting.add(instance);
        return this.#context.emit({ type: 'unit.restarting', instance, exitCode: status.exitCode });
      case 'running':
        return this.#seenRunning(unit, instance, container, status.startedAt);
      case 'exited':
      case 'dead':
        return this.#context.emit(
          await serviceEnd(this.#context.engine, unit, container, this.#state.states.get(instance)),
        );
      case 'created':
      case 'paused':
        return;
    }
  }

  /** The engine started it again: it has to become ready anew. */
  #seenRunning(unit: PlannedService, instance: InstanceId, container: ObservedContainer, startedAt: number): void {
    const before = this.#context.containers.get(instance);
    this.#context.containers.set(instance, container);
    // One that had ended at the first look was started by this run, which probes it already.
    const wasUp = before?.status.kind === 'running' || before?.status.kind === 'paused' ? before.status : undefined;
    const knownStart = before?.handle === container.handle && wasUp !== undefined ? wasUp.startedAt : startedAt;
    if (!this.#restarting.delete(instance) && knownStart === startedAt) return;
    this.#context.emit({ type: 'unit.started', instance, container: container.handle, adopted: true });
    const probeAgain = (work: Work) => awaitReady(this.#context, { ...work, unit }, container.handle);
    this.#loop.instead(instance, probeAgain);
  }
}

const isUp = (phase: string): boolean => phase === 'starting' || phase === 'probing' || phase === 'ready';
