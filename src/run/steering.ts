import type { UnitIntent } from '../core/event.ts';
import { failureOf } from '../core/failure.ts';
import { type InstanceId, type Phase, unitOf } from '../core/unit-state.ts';
import type { Plan } from '../plan/plan.ts';
import { aborted } from './aborted.ts';
import { stepsOf } from './assess.ts';
import type { RunContext } from './context.ts';
import { layGround } from './ground.ts';
import type { Loop } from './loop.ts';
import { makeRoom } from './make-room.ts';
import { ClaimedPorts } from './ports/claimed-ports.ts';
import { wantedPorts } from './ports/port-claims.ts';
import { takeSeen } from './run-context.ts';
import { shapeOfPlan } from './run-shape.ts';
import { type Seen, seenNow } from './seen.ts';
import type { Session } from './session.ts';
import { SharedLock } from './shared-lock.ts';
import { stopAll } from './stop-started.ts';
import type { UpPolicy } from './up-policy.ts';

/** What a run goes by now, and may go by something else in the middle of it. */
export interface Present {
  plan: Plan;
  seen: Seen;
  /** all units of the manifest */
  unitNames: ReadonlySet<string>;
  /** jobs that run whatever is remembered of them; those that were asked for by hand come and go */
  readonly rerun: Set<string>;
}

/** Carries out what is asked of units in the middle of a run, one thing after the other, and goes on with another plan. */
export class Steering {
  readonly #session: Session;
  readonly #context: RunContext;
  readonly #present: Present;
  readonly #loop: Loop;
  #turn: Promise<void> = Promise.resolve();
  /** absent while the run itself still holds the project's lock */
  #lock: SharedLock | undefined;
  /** locks that are held until what was begun is through */
  readonly #held = new Set<Promise<void>>();

  constructor(session: Session, context: RunContext, present: Present, loop: Loop) {
    this.#session = session;
    this.#context = context;
    this.#present = present;
    this.#loop = loop;
  }

  /** The run has given the lock back: whatever is changed from now on takes it. */
  unlocked(): void {
    this.#lock ??= new SharedLock(this.#session, () => this.#present.plan.project);
  }

  /** Takes an intent in; it is carried out when those before it have been. */
  take(intent: UnitIntent): void {
    this.#turn = this.#turn
      .then(() => this.#locked(() => this.#carryOut(intent)))
      .catch((error: unknown) => {
        if (this.#session.interrupted.aborted) return;
        const { message, hint } = failureOf(error);
        this.#session.emit({ type: 'warning', message, ...(hint !== undefined && { hint }) });
      });
  }

  /** Resolves when nothing that was asked for is under way. */
  async drained(): Promise<void> {
    await this.#turn;
    await Promise.allSettled(this.#held);
  }

  /** Takes a new plan: what it does not change goes on as it is. */
  async replan(plan: Plan, unitNames: ReadonlySet<string>): Promise<void> {
    const turn = this.#turn.then(() => this.#locked(() => this.#replan(plan, unitNames)));
    this.#turn = turn.catch(() => undefined);
    await turn;
  }

  /** Works under the lock, and keeps it until these instances are not on their way any more; others may work meanwhile. */
  async #locked(work: () => Promise<readonly InstanceId[]>): Promise<void> {
    const { interrupted } = this.#session;
    interrupted.throwIfAborted();
    const release = await this.#lock?.share();
    const begun = await work().catch(async (error: unknown) => {
      await release?.();
      throw error;
    });
    const through = Promise.all(begun.map((instance) => this.#loop.ended(instance)));
    const held = Promise.race([through, aborted(interrupted)]).then(() => release?.());
    this.#held.add(held);
    void held.finally(() => this.#held.delete(held));
  }

  async #carryOut(intent: UnitIntent): Promise<readonly InstanceId[]> {
    const { state } = this.#session;
    const known = intent.instances.filter((instance) => state.states.has(instance));
    switch (intent.type) {
      case 'restart-units': {
        const wanted = intent.dependents ? this.#withDependents(known) : known;
        await this.#stop(wanted, 'it is restarted');
        return await this.#renew(wanted, 'restarted', new Set());
      }
      case 'stop-units':
        await this.#stop(known, 'asked for');
        return [];
      case 'start-units': {
        // What a failure kept from starting goes on with what had failed.
        const isMended = known.some((instance) => state.states.get(instance)?.phase === 'failed');
        const canceled = isMended ? this.#canceled() : [];
        const idle = known.filter((instance) => !isUp(state.states.get(instance)?.phase));
        const forced = isMended ? [] : idle;
        return await this.#renew([...new Set([...idle, ...canceled])], 'asked for', new Set(forced));
      }
      case 'run-jobs':
        return await this.#runJobs(known, intent.forget);
    }
  }

  async #runJobs(known: readonly InstanceId[], forget: boolean): Promise<readonly InstanceId[]> {
    const { states } = this.#session.state;
    const idle = known.filter((instance) => !isUp(states.get(instance)?.phase));
    const isMended = idle.some((instance) => states.get(instance)?.phase === 'failed');
    const { rerun } = this.#present;
    const forgotten = forget ? idle.map(unitOf) : [];
    for (const job of forgotten) rerun.add(job);
    const begun = await this.#renew(
      [...new Set([...idle, ...(isMended ? this.#canceled() : [])])],
      'asked for',
      new Set(idle),
    );
    void Promise.all(idle.map((instance) => this.#loop.ended(instance))).then(() => {
      for (const job of forgotten) rerun.delete(job);
    });
    return begun;
  }

  #canceled(): readonly InstanceId[] {
    return [...this.#session.state.states].flatMap(([instance, { phase }]) => (phase === 'canceled' ? [instance] : []));
  }

  /** These, and all services that need them, directly or not, and are up. */
  #withDependents(instances: readonly InstanceId[]): readonly InstanceId[] {
    const { units } = this.#present.plan;
    const wanted = new Set(instances.map(unitOf));
    // A Set hands out what is added to it on the way, so it is its own queue.
    for (const unit of wanted) for (const other of units.get(unit)?.dependents ?? []) wanted.add(other);
    const others = [...wanted].flatMap((name) => {
      const unit = units.get(name);
      return unit?.kind === 'service' ? unit.instances : [];
    });
    const { states } = this.#session.state;
    return [...new Set([...instances, ...others.filter((instance) => isUp(states.get(instance)?.phase))])];
  }

  async #stop(instances: readonly InstanceId[], reason: string): Promise<void> {
    const { options, interrupted } = this.#session;
    const { plan } = this.#present;
    const { containers } = await options.engine.observe(plan.project, interrupted);
    const wanted = containers.filter(({ instance }) => instances.includes(instance));
    const hooksOf = (unit: string) => plan.units.get(unit)?.unit;
    await stopAll(this.#session, wanted, { reason, hooksOf, graceMs: this.#context.policy.graceMs });
  }

  /** Lets these begin anew; those that are `forced` at once, the others in their turn. */
  async #renew(
    instances: readonly InstanceId[],
    cause: string,
    forced: ReadonlySet<InstanceId>,
  ): Promise<readonly InstanceId[]> {
    if (instances.length === 0) return [];
    const { emit } = this.#session;
    const renewed = new Set(instances);
    const seen = await this.#look(this.#present.plan, this.#present.unitNames);
    this.#present.seen = seen;
    takeSeen(this.#context, this.#present.plan, seen, (instance) => !renewed.has(instance));
    this.#loop.renew(instances, forced, () => {
      for (const instance of instances) {
        this.#context.waitingSince.delete(instance);
        emit({ type: 'unit.renewed', instance, cause });
      }
    });
    return instances;
  }

  async #replan(plan: Plan, unitNames: ReadonlySet<string>): Promise<readonly InstanceId[]> {
    const { interrupted, emit, state, options } = this.#session;
    const seen = await this.#look(plan, unitNames);
    const before = this.#present.plan;
    // What is still on its way begins again: its readiness may be asked for in another way now.
    const kept = (instance: InstanceId) => {
      const action = seen.assessment.byInstance.get(instance)?.action;
      const phase = state.states.get(instance)?.phase;
      const stays = action === 'keep' || action === 'adopt';
      return stays && (phase === 'ready' || phase === 'completed' || phase === 'running');
    };
    this.#present.plan = plan;
    this.#present.seen = seen;
    this.#present.unitNames = unitNames;
    takeSeen(this.#context, plan, seen, kept);
    // What others left behind stays; what this run had and the new plan has not goes.
    const dropped = seen.assessment.orphans.filter(({ unit }) => before.units.has(unit));
    await makeRoom(this.#context, interrupted, dropped);
    this.#context.ground = await layGround(options.engine, seen.look.info, plan, emit, interrupted);
    const { info, ground } = this.#context;
    const wanted = wantedPorts(plan, seen.assessment);
    const conflicts = await new ClaimedPorts(options.engine, plan.project, wanted, interrupted).conflicts(info, ground);
    state.reshape(shapeOfPlan(plan), kept);
    emit({ type: 'run.planned', steps: stepsOf(seen.assessment) });
    for (const { instance, failure } of conflicts) emit({ type: 'unit.failed', instance, failure });
    this.#loop.restart(kept);
    return [...state.states.keys()];
  }

  #look(plan: Plan, unitNames: ReadonlySet<string>): Promise<Seen> {
    const { interrupted, options } = this.#session;
    return seenNow(options.engine, plan, unitNames, this.#context.policy, interrupted);
  }
}

/** The policy of a run in which more jobs may be asked for by hand. */
export const steerable = (policy: UpPolicy, { rerun }: Present): UpPolicy => ({ ...policy, rerun });

/** Whether something runs for an instance, or is on its way. */
const isUp = (phase: Phase | undefined): boolean =>
  phase === 'starting' || phase === 'probing' || phase === 'running' || phase === 'ready' || phase === 'stopping';
