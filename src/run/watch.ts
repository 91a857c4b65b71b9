import type { Failure } from '../core/failure.ts';
import { type InstanceId, unitOf } from '../core/unit-state.ts';
import type { EngineEvent } from '../engine/engine.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { PlannedService } from '../plan/plan.ts';
import type { RunContext, Work } from './context.ts';
import { exitHint, lastLines, unitFailure } from './evidence.ts';
import { awaitReady } from './launch-service.ts';
import type { Loop } from './loop.ts';
import type { RunState } from './run-state.ts';

/** Follows what the engine says of the project's containers, and tells the run what it means for services. */
export class Watch {
  readonly #context: RunContext;
  readonly #state: RunState;
  readonly #loop: Loop;
  readonly #signal: AbortSignal;
  readonly #connected = Promise.withResolvers<void>();
  #looks = 0;

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
        // After a gap everything may have happened: look at each container once.
        if (this.#looks++ > 0) await this.#lookAgain();
        this.#connected.resolve();
        return;
      case 'disconnected':
        return this.#context.emit({ type: 'warning', message: `lost sight of the engine: ${event.reason}` });
      case 'died':
      case 'removed':
      case 'started':
        if (this.#state.handleOf(event.instance) === event.handle) await this.#check(event.instance, event.handle);
        return;
      case 'created':
      case 'paused':
      case 'unpaused':
      case 'oom':
        return;
    }
  }

  async #lookAgain(): Promise<void> {
    for (const instance of this.#state.states.keys()) {
      const handle = this.#state.handleOf(instance);
      if (handle !== undefined) await this.#check(instance, handle);
    }
  }

  async #check(instance: InstanceId, handle: string): Promise<void> {
    const unit = this.#context.plan().units.get(unitOf(instance));
    const phase = this.#state.states.get(instance)?.phase;
    // A job's end is told by its own wait; what is being stopped is the teardown's.
    if (unit?.kind !== 'service' || phase === undefined || !isUp(phase)) return;
    const container = await this.#context.engine.inspect(handle, this.#signal);
    if (this.#state.handleOf(instance) !== handle) return;
    if (container === undefined) return this.#fail(instance, removedFailure(unit));
    await this.#judge(unit, instance, container);
  }

  async #judge(unit: PlannedService, instance: InstanceId, container: ObservedContainer): Promise<void> {
    const { status, handle } = container;
    switch (status.kind) {
      case 'restarting':
        return this.#context.emit({ type: 'unit.restarting', instance, exitCode: status.exitCode });
      case 'running':
        return this.#seenRunning(unit, instance, container, status.startedAt);
      case 'exited':
      case 'dead': {
        const exitCode = status.kind === 'exited' ? status.exitCode : -1;
        const startedAt = status.kind === 'exited' ? status.startedAt : 0;
        const finishedAt = status.kind === 'exited' ? status.finishedAt : 0;
        const durationMs = Math.max(0, finishedAt - startedAt);
        if (exitCode === 0 && !unit.awaited) {
          return this.#context.emit({ type: 'unit.completed', instance, by: 'exit', durationMs, outputs: [] });
        }
        const oomKilled = status.kind === 'exited' && status.oomKilled;
        const evidence = { exitCode, oomKilled, durationMs, logs: await lastLines(this.#context.engine, handle) };
        const probing = this.#state.states.get(instance);
        const probe = probing?.phase === 'probing' && probing.lastError ? { probe: probing.lastError } : {};
        const message = `service "${unit.name}" exited with code ${exitCode}${probing?.phase === 'ready' ? '' : ' before it was ready'}`;
        return this.#fail(
          instance,
          unitFailure('exited', message, { ...evidence, ...probe }, exitHint(exitCode, oomKilled)),
        );
      }
      case 'created':
      case 'paused':
        return;
    }
  }

  /** The engine started it again: it has to become ready anew. */
  #seenRunning(unit: PlannedService, instance: InstanceId, container: ObservedContainer, startedAt: number): void {
    const before = this.#context.containers.get(instance);
    this.#context.containers.set(instance, container);
    if (before?.handle !== container.handle || !('startedAt' in before.status)) return;
    if (before.status.startedAt === startedAt) return;
    this.#context.emit({ type: 'unit.started', instance, container: container.handle, adopted: true });
    const probeAgain = (work: Work) => awaitReady(this.#context, { ...work, unit }, container.handle);
    this.#loop.instead(instance, probeAgain);
  }

  #fail(instance: InstanceId, failure: Failure): void {
    this.#context.emit({ type: 'unit.failed', instance, failure });
  }
}

const isUp = (phase: string): boolean => phase === 'starting' || phase === 'probing' || phase === 'ready';

function removedFailure(unit: PlannedService): Failure {
  const message = `the container of service "${unit.name}" was removed by someone else`;
  return unitFailure('removed', message, {}, 'run "devstack up" again to make it anew');
}
