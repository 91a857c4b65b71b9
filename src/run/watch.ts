import type { EventBody } from '../core/event.ts';
import { DevstackError, failureOf } from '../core/failure.ts';
import { type InstanceId, type UnitState, unitOf } from '../core/unit-state.ts';
import type { EngineEvent } from '../engine/engine-event.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { PlannedService } from '../plan/plan.ts';
import type { RunContext, Work } from './context.ts';
import { awaitReady } from './launch-service.ts';
import { Limiter } from './limiter.ts';
import type { Loop } from './loop.ts';
import type { RunState } from './run-state.ts';
import { serviceEnd, serviceRemoved } from './service-end.ts';

/** Longest that the engine may take before it tells what happens, ms: without that nothing is begun. */
const connectDeadline = 60_000;

/** Pause before a look that failed is tried again, ms. */
const checkPause = 5_000;

/** After a gap all containers are looked at; more at once only make each look slower. */
const looksAtOnce = 16;

/** Follows what the engine says of the project's containers, and tells the run what it means for services. */
export class Watch {
  readonly #context: RunContext;
  readonly #state: RunState;
  readonly #loop: Loop;
  readonly #signal: AbortSignal;
  /** instances seen between an exit and the engine's next start */
  readonly #restarting = new Set<InstanceId>();
  readonly #connected = Promise.withResolvers<void>();
  /** aborted once there is a connection */
  readonly #connecting = new AbortController();
  /** the latest look at each instance */
  readonly #checks = new Map<InstanceId, Promise<void>>();
  readonly #looks = new Limiter(looksAtOnce);
  /** why there is no connection */
  #reason = 'it does not say';

  constructor(context: RunContext, state: RunState, loop: Loop, signal: AbortSignal) {
    this.#context = context;
    this.#state = state;
    this.#loop = loop;
    this.#signal = signal;
    // A run that is unchanged does not wait for it.
    this.#connected.promise.catch(() => undefined);
  }

  /** Resolves when nothing that happens from now on can be missed. */
  get connected(): Promise<void> {
    return this.#connected.promise;
  }

  /** Runs until the signal is aborted. */
  async run(): Promise<void> {
    const { engine, clock, plan } = this.#context;
    const wontConnect = clock.sleep(connectDeadline, this.#connecting.signal).then(
      () => this.#connected.reject(neverConnected(this.#reason)),
      () => undefined,
    );
    try {
      for await (const event of engine.events(plan().project, this.#signal)) this.#take(event);
    } catch (error) {
      if (!this.#signal.aborted) this.#connected.reject(error);
    }
    this.#connecting.abort();
    await Promise.all([wontConnect, ...this.#checks.values()]);
  }

  #take(event: EngineEvent): void {
    if ('handle' in event) this.#context.news.tell(event);
    switch (event.type) {
      case 'connected':
        this.#context.news.regain(this.#context.clock.now());
        // Before this, and in a gap, everything may have happened: look once at each container that is known.
        void this.#lookAgain().then(() => {
          this.#connecting.abort();
          this.#connected.resolve();
        });
        return;
      case 'disconnected':
        this.#reason = event.reason;
        this.#context.news.lose(this.#context.clock.now());
        this.#context.emit({ type: 'warning', message: `lost sight of the engine: ${event.reason}` });
        return;
      case 'started':
        if (this.#isOwnStart(event)) return;
        break;
      case 'died':
      case 'removed':
        break;
      case 'created':
      case 'stopping':
      case 'paused':
      case 'unpaused':
      case 'oom':
      case 'healthy':
      case 'unhealthy':
        return;
    }
    if (this.#handleOf(event.instance) === event.handle) void this.#checkInTurn(event.instance, event.handle);
  }

  /** What this run has just started is not looked at for that: whoever needs to know more of it asks. */
  #isOwnStart({ handle, at }: { readonly handle: string; readonly at: number }): boolean {
    const { starts } = this.#context;
    if (starts.get(handle) !== 'asked') return false;
    starts.set(handle, at);
    return true;
  }

  /** Known from the moment its start is asked for: a fast exit is told before the start is. */
  #handleOf(instance: InstanceId): string | undefined {
    const handle = this.#context.startedHere.get(instance) ?? this.#state.handleOf(instance);
    return handle !== undefined && this.#context.found.get(handle) === 'leaving' ? undefined : handle;
  }

  async #lookAgain(): Promise<void> {
    const checks: Promise<void>[] = [];
    for (const instance of this.#state.states.keys()) {
      const handle = this.#handleOf(instance);
      if (handle !== undefined) checks.push(this.#checkInTurn(instance, handle));
    }
    await Promise.all(checks);
  }

  /** One after the other for each instance, so that the last word on it is the latest; no instance waits for another. */
  #checkInTurn(instance: InstanceId, handle: string): Promise<void> {
    const before = this.#checks.get(instance) ?? Promise.resolve();
    const check = before.then(() => this.#checkUntilKnown(instance, handle));
    this.#checks.set(instance, check);
    return check;
  }

  /** Something has happened, and nothing else may tell of it: looks until the engine says what it was. */
  async #checkUntilKnown(instance: InstanceId, handle: string): Promise<void> {
    for (let told = false; !this.#signal.aborted; told = true) {
      try {
        return await this.#check(instance, handle);
      } catch (error) {
        if (this.#signal.aborted) return;
        const message = `what has become of "${unitOf(instance)}" is not known: ${failureOf(error).message}`;
        if (!told) this.#context.emit({ type: 'warning', message });
        await this.#context.clock.sleep(checkPause, this.#signal).catch(() => undefined);
      }
    }
  }

  async #check(instance: InstanceId, handle: string): Promise<void> {
    const unit = this.#context.plan().units.get(unitOf(instance));
    const phase = this.#state.states.get(instance)?.phase;
    // A job's end is told by its own wait; what is being stopped is the teardown's.
    if (unit?.kind !== 'service' || phase === undefined || !this.#isUp(phase, handle)) return;
    const inspect = () => this.#context.engine.inspect(handle, this.#signal);
    const container = await this.#looks.run('probe', this.#signal, inspect);
    if (this.#handleOf(instance) !== handle) return;
    if (container === undefined) return this.#context.emit(serviceRemoved(unit, unit.instances.indexOf(instance) + 1));
    await this.#judge(unit, instance, container);
  }

  #isUp(phase: UnitState['phase'], handle: string): boolean {
    if (phase === 'pending') return this.#context.found.get(handle) === 'kept';
    return phase === 'starting' || phase === 'probing' || phase === 'ready';
  }

  async #judge(unit: PlannedService, instance: InstanceId, container: ObservedContainer): Promise<void> {
    const { status } = container;
    switch (status.kind) {
      case 'restarting':
        // Told once, however many looks find it so before it is seen to run.
        if (this.#restarting.has(instance)) return;
        this.#restarting.add(instance);
        // The start before that was never told: the next one is the engine's.
        this.#context.starts.delete(container.handle);
        return this.#context.emit({ type: 'unit.restarting', instance, exitCode: status.exitCode });
      case 'running':
        return this.#seenRunning(unit, instance, container, status.startedAt);
      case 'exited':
      case 'dead':
        return await this.#judgeEnd(unit, instance, container);
      case 'created':
      case 'paused':
        return;
    }
  }

  /** What this run has stopped and started again meanwhile has not ended. */
  async #judgeEnd(unit: PlannedService, instance: InstanceId, container: ObservedContainer): Promise<void> {
    const { engine, emit } = this.#context;
    const { handle, status } = container;
    const end =
      this.#stoppedByOthers(container) ??
      (await serviceEnd(this.#context, unit, container, this.#state.states.get(instance)));
    if (this.#handleOf(instance) !== handle) return;
    const now = await engine.inspect(handle, this.#signal);
    const isUpAgain = now?.status.kind === 'running' && status.kind === 'exited';
    if (isUpAgain && now.status.startedAt > status.startedAt) return;
    // Whoever started it may have told of its end meanwhile.
    const phase = this.#state.states.get(instance)?.phase;
    if (phase !== undefined && this.#isUp(phase, handle)) emit(end);
  }

  /** That somebody stops what was ready is no failure, unless the run is to end with it, or others still have to start. */
  #stoppedByOthers({ handle, instance, status }: ObservedContainer): EventBody | undefined {
    const { states, readyAt, command } = this.#state;
    const isSettled = readyAt !== undefined || command === 'attach';
    const isMeant = this.#context.news.wasAsked(handle) && this.#context.policy.endOn.kind === 'nothing';
    if (!isMeant || !isSettled || states.get(instance)?.phase !== 'ready' || status.kind !== 'exited') return undefined;
    return { type: 'unit.stopped', instance, reason: 'somebody else stopped it', exitCode: status.exitCode };
  }

  /** The engine started it again: it has to become ready anew. */
  #seenRunning(unit: PlannedService, instance: InstanceId, container: ObservedContainer, startedAt: number): void {
    const isAnother = this.#isAnotherStart(instance, container.handle, startedAt);
    this.#context.containers.set(instance, container);
    // What the engine told of it may have been in a gap.
    if (this.#context.starts.get(container.handle) === 'asked') this.#context.starts.set(container.handle, startedAt);
    if (!this.#restarting.delete(instance) && !isAnother) return;
    this.#context.emit({ type: 'unit.started', instance, container: container.handle, adopted: true });
    const probeAgain = (work: Work) => awaitReady(this.#context, { ...work, unit }, container.handle);
    this.#loop.instead(instance, probeAgain);
  }

  /** Whether it began after the start that is known. One that had ended at the first look was started by this run. */
  #isAnotherStart(instance: InstanceId, handle: string, startedAt: number): boolean {
    const before = this.#context.containers.get(instance);
    const wasUp = before?.status.kind === 'running' || before?.status.kind === 'paused' ? before.status : undefined;
    if (before?.handle === handle && wasUp !== undefined) return wasUp.startedAt !== startedAt;
    const own = this.#context.starts.get(handle);
    return typeof own === 'number' && startedAt > own;
  }
}

const neverConnected = (reason: string): DevstackError =>
  new DevstackError({
    code: 'engine-lost',
    family: 'engine',
    message: `the engine does not tell what happens to its containers: ${reason}`,
    hint: 'look whether the Docker engine is overloaded, or whether something between it and you keeps "/events" back',
  });
