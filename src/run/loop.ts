import { failureOf } from '../core/failure.ts';
import type { StageView } from '../core/run-view.ts';
import { type InstanceId, type UnitState, unitOf } from '../core/unit-state.ts';
import { ensureImage, prepare } from './container.ts';
import type { RunContext, Work } from './context.ts';
import { allInstances, type Command, concerned, decide } from './decide.ts';
import { isOver } from './gate.ts';
import { inNextTurn } from './in-next-turn.ts';
import { launchUnit } from './launch-unit.ts';
import { isSettled } from './reduce.ts';
import type { Change, RunState } from './run-state.ts';
import { Scopes } from './scopes.ts';
import { culpritsOf, type Laggard, laggardsOf, lateFailure, lateReason } from './stage-timeout.ts';
import { Stages } from './stages.ts';
import { whyNotStarted } from './why-not-started.ts';

type Task = (work: Work) => Promise<void>;

/**
 * Turns changes of state into the next commands, and commands into work on the engine: event → reduce → decide →
 * execute. It knows no tick; everything follows from an event.
 */
export class Loop {
  readonly #context: RunContext;
  readonly #state: RunState;
  readonly #signal: AbortSignal;
  readonly #stages: Stages;
  readonly #scopes: Scopes;
  readonly #given = new Set<string>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #settled = Promise.withResolvers<void>();
  readonly #halt = Promise.withResolvers<void>();
  #halted = false;
  /** a stage was not through in its time: nothing else begins while the reasons are gathered */
  #isLate = false;
  /** checks to make after each change: waits for something that a state says */
  readonly #waits = new Set<() => void>();

  constructor(context: RunContext, state: RunState, signal: AbortSignal) {
    this.#context = context;
    this.#state = state;
    this.#signal = signal;
    this.#scopes = new Scopes(signal);
    const { emit, clock } = context;
    this.#stages = new Stages({ state, emit, clock, signal, late: (stage, index) => this.#late(stage, index) });
  }

  /** Begins: every instance that has not begun is a candidate. */
  begin(): void {
    this.#stages.advance();
    const instances = allInstances(this.#context.plan());
    this.#giveWayToWork();
    this.#carryOut(decide(this.#context.plan(), this.#state, instances));
    this.#tellHolds(instances);
    this.#checkSettled();
  }

  /** Resolves when nothing is on its way any more: all is ready or completed, or what could go on after a failure has. */
  get settled(): Promise<void> {
    return this.#settled.promise;
  }

  /** Resolves when something failed, or someone stopped the run. */
  get halted(): Promise<void> {
    return this.#halt.promise;
  }

  /** Resolves when no job that has begun is to go on: also one that is between two attempts, or that the engine is starting. */
  jobsEnded(): Promise<void> {
    const isJob = (instance: InstanceId) => this.#state.units.get(unitOf(instance))?.kind === 'job';
    return this.#until((state, instance) => !isJob(instance) || !hasBegun(state));
  }

  /** Resolves when nothing runs any more. */
  allEnded(): Promise<void> {
    return this.#until((state) => isSettled(state) && state.phase !== 'ready');
  }

  /** Resolves when all work on the engine has come to its end, whatever that is. */
  async drained(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /** Goes on from a change of state. */
  react(change: Change): void {
    const { instance, to } = change;
    if (isOver(to)) this.#scopes.end(instance);
    const isOptional = this.#state.units.get(unitOf(instance))?.optional ?? false;
    if (to.phase === 'failed' && !isOptional && this.#state.readyAt === undefined) {
      this.halt(`${unitOf(instance)} failed`, new Set([instance]));
    }
    if (!isOptional) this.#tellLoss(instance, to);
    const opened = this.#stages.advance();
    if (!this.#halted && !this.#isLate) {
      const plan = this.#context.plan();
      const instances = concerned(plan, change, opened);
      this.#carryOut(decide(plan, this.#state, instances));
      if (isSettled(to)) this.#tellHolds(instances);
    }
    this.#checkSettled();
    for (const check of this.#waits) check();
  }

  /** Begins nothing any more; what has begun goes on to its end. What has `failed` is why that is canceled which needs it. */
  halt(because: string, failed: ReadonlySet<InstanceId> = new Set()): void {
    if (this.#halted) return;
    this.#halted = true;
    this.#halt.resolve();
    const why = whyNotStarted(this.#state.units, failed, because);
    for (const [instance, state] of this.#state.states) {
      if (state.phase !== 'pending' || failed.has(instance)) continue;
      this.#scopes.end(instance);
      this.#context.emit({ type: 'unit.canceled', instance, because: why(instance) });
    }
    this.#checkSettled();
  }

  /** Tells what the end of an instance means for its stage, where that is not through yet. */
  #tellLoss(instance: InstanceId, to: UnitState): void {
    const stage = this.#state.units.get(unitOf(instance))?.stage ?? 0;
    if (to.phase === 'failed') this.#stages.fail(stage, `"${unitOf(instance)}" failed`);
    else if (to.phase === 'canceled') this.#stages.cancel(stage, to.because);
    else if (to.phase === 'stopping') this.#stages.cancel(stage, to.reason);
  }

  /** Fails what has kept a stage from being through in its time; what only waited for that is canceled. */
  #late(stage: StageView, index: number): void {
    const laggards = laggardsOf(this.#state, stage);
    if (this.#halted || laggards.length === 0) return;
    const reason = lateReason(stage, laggards);
    const isFatal = laggards.some(({ instance }) => this.#state.units.get(unitOf(instance))?.optional !== true);
    if (isFatal) {
      this.#isLate = true;
      this.#stages.fail(index, reason);
    }
    const culprits = culpritsOf(laggards);
    // What they are about ends here, so that none of them is ready after all while its log is fetched.
    for (const { instance } of culprits) this.#scopes.end(instance);
    const because = isFatal ? `stage "${stage.name}" was not through in its time` : undefined;
    this.#track(this.#failLate(stage, culprits, because));
  }

  async #failLate(stage: StageView, culprits: readonly Laggard[], because: string | undefined): Promise<void> {
    const failing = culprits.map(async (laggard) => {
      const failure = await lateFailure(this.#context, stage, laggard).catch(failureOf);
      return { type: 'unit.failed', instance: laggard.instance, failure } as const;
    });
    const failures = await Promise.all(failing);
    if (because !== undefined) this.halt(because, new Set(culprits.map(({ instance }) => instance)));
    for (const failure of failures) this.#context.emit(failure);
  }

  /** Other work for an instance in place of what is under way, such as probing a service that was started again. */
  instead(instance: InstanceId, task: Task): void {
    this.#scopes.end(instance);
    this.#undertake(instance, task);
  }

  /** Goes on with the plan that is in force now: work on instances that are not kept has ended with this. */
  restart(kept: (instance: InstanceId) => boolean): void {
    for (const instance of this.#scopes.instances()) if (!kept(instance)) this.#scopes.end(instance);
    for (const given of this.#given)
      if (!kept(given.slice(given.indexOf(' ') + 1) as InstanceId)) this.#given.delete(given);
    this.#halted = false;
    this.#isLate = false;
    this.#stages.reset();
    this.begin();
  }

  /**
   * Lets instances begin anew, which `tell` does: those that are `forced` at once, whatever they wait for, the others in
   * their turn. Nothing is halted any more.
   */
  renew(instances: readonly InstanceId[], forced: ReadonlySet<InstanceId>, tell: () => void): void {
    this.#halted = false;
    for (const instance of instances) {
      this.#scopes.end(instance);
      for (const kind of ['fetch', 'prepare', 'launch'] as const) this.#given.delete(`${kind} ${instance}`);
    }
    tell();
    this.#carryOut([...forced].map((instance) => ({ kind: 'launch', instance })));
    this.#carryOut(decide(this.#context.plan(), this.#state, instances));
    this.#tellHolds(instances.filter((instance) => !forced.has(instance)));
  }

  /** Resolves when an instance is not on its way any more. */
  ended(instance: InstanceId): Promise<void> {
    return this.#until((state, of) => of !== instance || isSettled(state));
  }

  /** Resolves when all that has to be there is ready or completed, or was stopped by hand. */
  mended(): Promise<void> {
    return this.#until(
      ({ phase }, instance) =>
        phase === 'ready' ||
        phase === 'completed' ||
        phase === 'stopped' ||
        (phase === 'failed' && this.#state.units.get(unitOf(instance))?.optional === true),
    );
  }

  #carryOut(commands: readonly Command[]): void {
    for (const { kind, instance } of commands) {
      // An instance stays pending until its work says otherwise; the command is given once.
      const given = `${kind} ${instance}`;
      if (this.#given.has(given)) continue;
      this.#given.add(given);
      switch (kind) {
        case 'fetch':
          this.#undertake(
            instance,
            inNextTurn((work) => ensureImage(this.#context, work)),
          );
          break;
        case 'prepare':
          this.#undertake(
            instance,
            inNextTurn((work) => prepare(this.#context, work)),
          );
          break;
        case 'launch':
          this.#state.reserve(instance);
          this.#undertake(instance, (work) => launchUnit(this.#context, work));
          break;
      }
    }
  }

  /** Jobs that an earlier run has left at work go on, whoever of those on the same data would have been first. */
  #giveWayToWork(): void {
    const plan = this.#context.plan();
    for (const { kind, unit, handle, status } of this.#context.containers.values()) {
      if (kind !== 'job' || (status.kind !== 'running' && status.kind !== 'paused')) continue;
      this.#state.takeTurn(unit);
      // One that is selected is taken over when its own turn comes.
      if (!plan.units.has(unit)) this.#track(this.#waitForOther(unit, handle));
    }
  }

  /** Lets those begin that wait for a job of which nothing else is wanted now. */
  async #waitForOther(unit: string, handle: string): Promise<void> {
    await this.#context.engine.wait(handle, this.#signal).exit.catch(() => undefined);
    if (this.#signal.aborted) return;
    this.#state.endTurn(unit);
    if (this.#halted) return;
    const plan = this.#context.plan();
    this.#carryOut(decide(plan, this.#state, allInstances(plan)));
  }

  /** Tells what these instances still wait for. */
  #tellHolds(instances: readonly InstanceId[]): void {
    for (const instance of instances) {
      const holds = this.#state.holdsOf(instance);
      if (holds.length > 0) this.#context.emit({ type: 'unit.held', instance, holds });
    }
  }

  #undertake(instance: InstanceId, task: Task): void {
    const unit = this.#context.plan().units.get(unitOf(instance));
    if (unit === undefined) return;
    const signal = this.#scopes.signalOf(instance);
    const index = unit.instances.indexOf(instance) + 1;
    this.#track(this.#guard({ instance, index, unit, signal }, task));
  }

  #track(work: Promise<void>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  /** What goes wrong with the work is the unit's failure; an abort is nobody's. */
  async #guard(work: Work, task: Task): Promise<void> {
    try {
      await task(work);
    } catch (error) {
      if (work.signal.aborted) return;
      this.#context.emit({ type: 'unit.failed', instance: work.instance, failure: failureOf(error) });
    }
  }

  #until(holds: (state: UnitState, instance: InstanceId) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const check = () => {
      for (const [instance, state] of this.#state.states) if (!holds(state, instance)) return;
      this.#waits.delete(check);
      resolve();
    };
    this.#waits.add(check);
    check();
    return promise;
  }

  #checkSettled(): void {
    if (this.#state.unsettled === 0) this.#settled.resolve();
  }
}

/** Whether it is on its way to an end that can be waited for: an image may take for ever. */
const hasBegun = (state: UnitState): boolean =>
  state.phase === 'running' || (state.phase === 'starting' && state.image === undefined);
