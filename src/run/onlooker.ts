import { failureOf } from '../core/failure.ts';
import { type InstanceId, instanceId, type UnitState } from '../core/unit-state.ts';
import type { EngineEvent } from '../engine/engine-event.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { PlannedJob, PlannedService } from '../plan/plan.ts';
import type { RunContext, Work } from './context.ts';
import { lastLines, unitFailure } from './evidence.ts';
import { recordOf, replayedOutputs } from './jobs/job-memory.ts';
import { sensitiveValues } from './jobs/outputs.ts';
import { awaitReady } from './launch-service.ts';
import type { Loop } from './loop.ts';
import { tellPublished } from './ports/tell-published.ts';
import { isSettled } from './reduce.ts';
import type { Session } from './session.ts';

/** Events come in groups: one look is enough for those of so many ms. */
const pause = 50;

/** Before a look that failed is made again, ms. */
const pauseAfterFailure = 5000;

/**
 * Sees what others do to the stack while this run stays with it: containers that they make, start again, or that their
 * jobs run in. The watch follows the containers that this run knows; this finds those that it does not.
 */
export class Onlooker {
  readonly #session: Session;
  readonly #context: RunContext;
  readonly #loop: Loop;
  readonly #signal: AbortSignal;
  /** jobs of others that run, by the handle of their container */
  readonly #jobs = new Map<InstanceId, string>();
  /** when jobs ended that were told of, ms since the epoch */
  readonly #ends = new Map<InstanceId, number>();
  #looking: Promise<void> | undefined;
  #again = false;
  #hasGap = false;
  #hasTold = false;
  #isFirst = false;

  constructor(session: Session, context: RunContext, loop: Loop, signal: AbortSignal) {
    this.#session = session;
    this.#context = context;
    this.#loop = loop;
    this.#signal = signal;
  }

  /** Follows what happens until the signal is aborted. */
  async run(): Promise<void> {
    const { engine, plan } = this.#context;
    try {
      for await (const event of engine.events(plan().project, this.#signal))
        if (this.#isNewsOf(event)) this.#lookSoon();
    } catch (error) {
      if (!this.#signal.aborted) this.#tell(error);
    }
    await this.#looking;
  }

  /** Whether an event is about something that nothing else of this run follows. */
  #isNewsOf(event: EngineEvent): boolean {
    switch (event.type) {
      case 'connected':
        // After a gap anything may have happened.
        return this.#hasGap;
      case 'disconnected':
        this.#hasGap = true;
        return false;
      case 'started': {
        const { startedHere } = this.#context;
        const { state } = this.#session;
        const phase = state.states.get(event.instance)?.phase;
        const isKnown = (startedHere.get(event.instance) ?? state.handleOf(event.instance)) === event.handle;
        return !isKnown || phase === 'stopped' || phase === 'failed' || phase === 'canceled' || phase === 'completed';
      }
      case 'died':
      case 'removed':
        return this.#jobs.get(event.instance) === event.handle;
      case 'created':
      case 'stopping':
      case 'paused':
      case 'unpaused':
      case 'oom':
      case 'healthy':
      case 'unhealthy':
        return false;
    }
  }

  /** Looks at the stack, and tells what is not known yet; at the first look, how everything stands. */
  async look(which: 'first' | 'later'): Promise<void> {
    this.#isFirst = which === 'first';
    const { engine, plan, memory } = this.#context;
    const project = plan().project;
    const { containers } = await engine.observe(project, this.#signal);
    // Afterwards: what a job has passed on is remembered before what gets it starts, and says it.
    const documents = await memory.read(this.#signal);
    const found = new Map(containers.map((container) => [container.instance, container]));
    for (const planned of plan().units.values()) {
      for (const instance of planned.instances) {
        const container = found.get(instance);
        if (planned.kind === 'job') await this.#seeJob(planned, container, documents);
        else this.#seeService(planned, instance, container);
      }
    }
  }

  #lookSoon(): void {
    this.#again = true;
    this.#looking ??= this.#lookWhileAsked().finally(() => {
      this.#looking = undefined;
    });
  }

  async #lookWhileAsked(): Promise<void> {
    while (this.#again && !this.#signal.aborted) {
      await this.#context.clock.sleep(pause, this.#signal).catch(() => undefined);
      this.#again = false;
      if (!this.#signal.aborted) await this.look('later').catch((error: unknown) => this.#lookLater(error));
    }
  }

  /** A look that failed is made again after a while; it is told of once. */
  async #lookLater(error: unknown): Promise<void> {
    if (!this.#hasTold) this.#tell(error);
    this.#hasTold = true;
    this.#again = true;
    await this.#context.clock.sleep(pauseAfterFailure, this.#signal).catch(() => undefined);
  }

  #tell(error: unknown): void {
    if (this.#signal.aborted) return;
    const message = `what others do to this stack is not known: ${failureOf(error).message}`;
    this.#session.emit({ type: 'warning', message });
  }

  #seeService(unit: PlannedService, instance: InstanceId, container: ObservedContainer | undefined): void {
    const { emit, state } = this.#session;
    const before = state.states.get(instance);
    if (before === undefined) return;
    if (container === undefined || !isUp(container)) {
      // Until something is known of it, it is as it is found; what is under way is followed by others.
      if (before.phase === 'pending' && this.#isFirst) emit({ type: 'unit.stopped', ...whyDown(instance, container) });
      return;
    }
    if (!this.#isNews(instance, before, container)) return;
    if (before.phase !== 'pending') emit({ type: 'unit.renewed', instance, cause: 'somebody else started it' });
    this.#context.containers.set(instance, container);
    emit({ type: 'unit.started', instance, container: container.handle, adopted: true });
    const { status } = container;
    const isKnown = this.#isFirst && this.#context.assessment().knownReady.has(instance);
    if (
      status.kind === 'running' &&
      (isKnown || this.#context.readyBefore.get(container.handle)?.startedAt === status.startedAt)
    ) {
      tellPublished(this.#session, instance, unit.unit, container);
      emit({ type: 'unit.ready', instance, by: { kind: 'kept' }, startedAt: status.startedAt });
      return;
    }
    emit({ type: 'unit.starting', instance });
    this.#loop.instead(instance, (work: Work) => awaitReady(this.#context, { ...work, unit }, container.handle));
  }

  /** Whether a container that is up is not what this run knows of the instance. */
  #isNews(instance: InstanceId, before: UnitState, { handle }: ObservedContainer): boolean {
    if (before.phase === 'pending') return this.#isFirst;
    if (!isSettled(before)) return false;
    if (before.phase === 'ready') return this.#session.state.handleOf(instance) !== handle;
    return before.phase !== 'completed';
  }

  async #seeJob(
    { name, instances: [instance = instanceId(name)] }: PlannedJob,
    container: ObservedContainer | undefined,
    documents: ReadonlyMap<string, unknown>,
  ): Promise<void> {
    const { emit, state, learnSecrets } = this.#session;
    const before = state.states.get(instance);
    if (before === undefined || this.#isOurs(instance, before)) return;
    const handle = container?.handle;
    if (container !== undefined && isUp(container)) {
      if (this.#jobs.get(instance) === handle) return;
      this.#jobs.set(instance, container.handle);
      if (before.phase !== 'pending') emit({ type: 'unit.renewed', instance, cause: 'somebody else runs it' });
      emit({ type: 'unit.starting', instance });
      emit({ type: 'unit.started', instance, container: container.handle, adopted: true });
      return emit({ type: 'unit.running', instance, attempt: 1, adopted: true });
    }
    const wasRunning = this.#jobs.delete(instance);
    const { done } = recordOf(documents, name);
    const status = container?.status;
    const hasFailed = status?.kind === 'exited' && status.exitCode !== 0 && status.finishedAt > (done?.at ?? 0);
    const end = hasFailed ? status.finishedAt : done?.at;
    const known = this.#ends.get(instance) ?? this.#context.records.get(name)?.done?.at;
    if (end !== undefined) this.#ends.set(instance, end);
    if (before.phase !== 'pending' && !wasRunning) {
      if (end === known || end === undefined || this.#context.startedHere.get(instance) === handle) return;
      emit({ type: 'unit.renewed', instance, cause: 'somebody else ran it' });
    }
    if (hasFailed) {
      const { exitCode } = status;
      const evidence = { exitCode, logs: await lastLines(this.#context.engine, handle ?? '') };
      const message = `the job "${name}" left with exit code ${exitCode}`;
      return emit({ type: 'unit.failed', instance, failure: unitFailure('job-exit', message, evidence) });
    }
    if (done === undefined) return emit({ type: 'unit.canceled', instance, because: 'it has not run yet' });
    const outputs = replayedOutputs(done);
    learnSecrets(sensitiveValues(outputs));
    const by = wasRunning || before.phase !== 'pending' ? 'run' : 'replay';
    emit({ type: 'unit.completed', instance, by, durationMs: done.durationMs, outputs: [...outputs.keys()] });
  }

  /** A job that this run carries out tells of its end itself. */
  #isOurs(instance: InstanceId, { phase }: UnitState): boolean {
    if (this.#jobs.has(instance)) return false;
    return phase === 'starting' || phase === 'running' || (phase === 'pending' && !this.#isFirst);
  }
}

const isUp = ({ status: { kind } }: ObservedContainer): boolean =>
  kind === 'running' || kind === 'paused' || kind === 'restarting';

function whyDown(instance: InstanceId, container: ObservedContainer | undefined) {
  if (container?.status.kind !== 'exited') return { instance, reason: 'it does not run' };
  const { exitCode } = container.status;
  return { instance, reason: `it has exited with ${exitCode}`, exitCode };
}
