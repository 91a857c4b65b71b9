import { setMaxListeners } from 'node:events';
import { formatDuration } from '../core/duration.ts';
import type { Outcome } from '../core/event.ts';
import { type InstanceId, instanceId, type UnitState, unitOf } from '../core/unit-state.ts';
import type { Plan } from '../plan/plan.ts';
import { aborted } from './aborted.ts';
import type { Ahead } from './ahead.ts';
import type { Ground, RunContext } from './context.ts';
import { createAll } from './create-all.ts';
import { probeEvidence, unitFailure } from './evidence.ts';
import { type End, endOf } from './first-end.ts';
import { LogFollower } from './follow-logs.ts';
import { groundSeen, layGround } from './ground.ts';
import { forgetStopped } from './jobs/forget-end.ts';
import { Loop } from './loop.ts';
import { makeRoom } from './make-room.ts';
import { Onlooker } from './onlooker.ts';
import { ClaimedPorts } from './ports/claimed-ports.ts';
import { wantedPorts } from './ports/port-claims.ts';
import { rememberBeginning, rememberReached } from './remember-run.ts';
import { contextFor } from './run-context.ts';
import type { Seen } from './seen.ts';
import type { Session } from './session.ts';
import { lateOnes } from './stage-timeout.ts';
import { type Present, Steering, steerable } from './steering.ts';
import type { UpOptions } from './up.ts';
import { Watch } from './watch.ts';
import { within } from './within.ts';

/** How long units that are not ready yet may still become so after another has failed, ms. */
const siblingPatience = 3000;

/** Longest that a look at one container may take, ms. */
const lookDeadline = 60_000;

type Failures = Extract<Outcome, { kind: 'failed' }>['failures'];

/** Holds together what works on a stack while a run lasts: the loop, the watch on the engine, and the logs. */
export class Supervisor {
  readonly #session: Session;
  readonly #options: UpOptions;
  readonly #context: RunContext;
  readonly #loop: Loop;
  readonly #watch: Watch;
  readonly #work = new AbortController();
  readonly #present: Present;
  readonly #steering: Steering;
  #watching: Promise<void> | undefined;
  #onlooking: Promise<void> | undefined;
  #logs: LogFollower | undefined;
  #ports: ClaimedPorts | undefined;
  readonly #firstEnd = Promise.withResolvers<End>();
  #begun = false;
  #beginningKept: Promise<void> | undefined;

  /** For a stack on which nothing has to be made. */
  static found(session: Session, options: UpOptions, seen: Seen): Supervisor {
    return new Supervisor(session, options, seen, groundSeen(options.plan, seen.look));
  }

  /**
   * Makes the ground first, where that has not begun `ahead`, while the watch on the engine begins. `beginning`: what is
   * remembered of it, for which starts wait.
   */
  static async made(
    session: Session,
    options: UpOptions,
    seen: Seen,
    { ground }: Ahead,
    beginning: Promise<void>,
  ): Promise<Supervisor> {
    const supervisor = Supervisor.found(session, options, seen);
    supervisor.#beginningKept = beginning;
    supervisor.#context.mayStart = beginning.catch(() => undefined);
    await makeRoom(supervisor.#context, session.interrupted);
    const { engine, plan } = options;
    supervisor.#ports = new ClaimedPorts(engine, plan.project, wantedPorts(plan, seen.assessment), session.interrupted);
    await Promise.all([supervisor.#layGround(plan, seen, ground), supervisor.#watchEngine()]);
    return supervisor;
  }

  private constructor(session: Session, options: UpOptions, seen: Seen, ground: Ground) {
    this.#session = session;
    this.#options = options;
    const { plan, unitNames, policy } = options;
    this.#present = { plan, seen, unitNames, rerun: new Set(policy.rerun) };
    const signal = AbortSignal.any([this.#work.signal, session.interrupted]);
    // One listener for each unit that is under way: many are no leak here.
    setMaxListeners(0, signal);
    this.#context = contextFor(session, this.#present, ground, steerable(policy, this.#present));
    this.#loop = new Loop(this.#context, session.state, signal);
    this.#watch = new Watch(this.#context, session.state, this.#loop, this.#work.signal);
    this.#steering = new Steering(session, this.#context, this.#present, this.#loop);
  }

  get seen(): Seen {
    return this.#present.seen;
  }

  /** Handles whose start this run asked for, by instance. */
  get startedHere(): ReadonlyMap<InstanceId, string> {
    return this.#context.startedHere;
  }

  /**
   * Fails what can not have its ports, before anything is started, and begins nothing then; false where there is such a
   * thing that others can not do without.
   */
  async claimPorts(): Promise<boolean> {
    const { info, ground } = this.#context;
    const conflicts = (await this.#ports?.conflicts(info, ground)) ?? [];
    for (const { instance, failure } of conflicts) this.#session.emit({ type: 'unit.failed', instance, failure });
    const isFatal = conflicts.some(({ instance }) => this.#isRequired(instance));
    if (isFatal) await this.halt('a port is taken');
    return !isFatal;
  }

  /** Begins to follow logs, and to start what is free to start; once, also where a run that was unchanged stays. */
  async begin(): Promise<void> {
    const session = this.#session;
    if (this.#begun) return;
    this.#begun = true;
    this.#followLogs();
    session.onChange((change) => {
      this.#loop.react(change);
      const end = endOf(change, session.state, this.#options.policy.endOn);
      if (end !== undefined) this.#firstEnd.resolve(end);
    });
    await this.#watchEngine();
    if (session.interrupted.aborted) return;
    this.#loop.begin();
    // A run that only looks on remembers nothing before something is asked of it.
    if (session.state.command !== 'attach') this.#rememberBeginning();
    session.onIntent((intent) => {
      this.#rememberBeginning();
      this.#steering.take(intent);
    });
  }

  /** Resolves when all is ready or completed, when after a failure nothing more is to be expected, or on an interrupt. */
  async settled(): Promise<void> {
    await Promise.race([this.#loop.settled, aborted(this.#session.interrupted), this.#patienceOver()]);
  }

  /** Resolves when someone leaves the run, or (if asked) when nothing runs any more. */
  async left(orAllEnded = false): Promise<void> {
    const ended = orAllEnded ? this.#loop.allEnded() : new Promise<never>(() => undefined);
    await Promise.race([aborted(this.#session.interrupted), ended]);
  }

  /** Resolves with the first end of a unit that is to end the run; never where none is. */
  get firstEnd(): Promise<End> {
    return this.#firstEnd.promise;
  }

  /** The lock of the project has been given back: what is asked for from now on takes it. */
  unlocked(): void {
    this.#steering.unlocked();
  }

  /** Tells what others do to the stack from now on, and before that, where nothing is known yet, how it stands. */
  async onlook(first: 'nothing is known' | 'all is known'): Promise<void> {
    const onlooker = new Onlooker(this.#session, this.#context, this.#loop, this.#work.signal);
    if (first === 'nothing is known') await onlooker.look('first');
    this.#onlooking = onlooker.run();
  }

  /** Resolves when what had failed is there after all, because somebody saw to it. */
  async mended(): Promise<void> {
    await this.#loop.mended();
  }

  /** What has failed, without that which everyone can do without. */
  failures(): Failures {
    const { states } = this.#session.state;
    return [...states].flatMap(([instance, state]) =>
      state.phase === 'failed' && this.#isRequired(instance) ? [{ instance, failure: state.failure }] : [],
    );
  }

  /** The exit code of a unit's container that has ended; undefined while it runs, or where there is none. */
  async exitCodeOf(unit: string): Promise<number | undefined> {
    const handle = this.#session.state.handleOf(instanceId(unit));
    if (handle === undefined) return undefined;
    const { engine, clock } = this.#options;
    const container = await within(clock, lookDeadline, (signal) => engine.inspect(handle, signal));
    return container?.status.kind === 'exited' ? container.status.exitCode : undefined;
  }

  /** Makes what is not there, in order, and starts nothing. */
  async createAll(): Promise<void> {
    await createAll(this.#context, this.#session.interrupted);
    this.#rememberBeginning();
    await this.#beginningKept;
  }

  /** Waits no longer: what is on its way has failed, and nothing else begins. */
  giveUp(afterMs: number): void {
    const { state, emit } = this.#session;
    const late = lateOnes(state);
    // First of all, so that nothing begins because of what fails here.
    this.#loop.halt('the time for everything is over', new Set(late.map(([instance]) => instance)));
    for (const [instance, one] of late) {
      const message = `"${unitOf(instance)}" was not there within the ${formatDuration(afterMs)} that everything had`;
      emit({ type: 'unit.failed', instance, failure: unitFailure('not-ready', message, probeEvidence(one)) });
    }
  }

  /** Keeps what this run has come to, and what is known to be ready. */
  async rememberReached(outcome: Outcome): Promise<void> {
    await rememberReached(this.#context, this.seen.look, this.#beginningKept, this.#session.recorder, outcome);
  }

  /** Starts nothing more and waits until all calls that are under way have come back. */
  async halt(because: string): Promise<void> {
    this.#loop.halt(because);
    await this.#loop.drained();
    await Promise.all(this.#context.lateWrites);
  }

  /** Forgets how the jobs ended that were stopped. */
  async forgetStopped(): Promise<void> {
    await forgetStopped(this.#context, this.#session.state);
  }

  /** Lets go of the engine: no probe, no stream, no call is left. */
  async end(): Promise<void> {
    this.#work.abort(new Error('the run has ended'));
    await this.#steering.drained();
    const { states } = this.#session.state;
    await this.#logs?.finish((instance) => hasEnded(states.get(instance)));
    await this.#loop.drained();
    await Promise.all([this.#watching, this.#onlooking, ...this.#context.lateWrites]);
  }

  /** Takes a new plan in the middle of the run: what it does not change goes on as it is. */
  replan(plan: Plan, unitNames: ReadonlySet<string>): Promise<void> {
    return this.#steering.replan(plan, unitNames);
  }

  #isRequired(instance: InstanceId): boolean {
    return this.#session.state.units.get(unitOf(instance))?.optional !== true;
  }

  async #layGround(plan: Plan, { look, assessment }: Seen, ahead: Promise<Ground> | undefined): Promise<void> {
    const { emit, interrupted } = this.#session;
    // Networks that others have made meanwhile, and otherwise, have been removed again.
    const standing = assessment.changedNetworks.size === 0 ? ahead : undefined;
    const laid = standing ?? layGround(this.#options.engine, look.info, plan, emit, interrupted);
    this.#context.ground = await laid;
  }

  #rememberBeginning(): void {
    this.#beginningKept ??= rememberBeginning(this.#session, this.#options, this.seen.look);
    this.#beginningKept.catch(() => undefined);
  }

  /** Watches the engine; resolves when nothing that happens from then on can be missed. */
  async #watchEngine(): Promise<void> {
    this.#watching ??= this.#watch.run();
    await Promise.race([this.#watch.connected, aborted(this.#session.interrupted)]);
  }

  #followLogs(): void {
    const { engine, followLogs, linesBefore } = this.#options;
    const follower = new LogFollower(engine, this.#session.emit, this.#work.signal, {
      wanted: followLogs,
      linesBefore,
    });
    this.#logs = follower;
    const { state } = this.#session;
    this.#session.onStarted(({ instance, container, adopted }) => follower.follow(instance, container, adopted));
    for (const instance of state.states.keys()) {
      const handle = state.handleOf(instance);
      if (handle !== undefined) follower.follow(instance, handle, true);
    }
  }

  /** After a failure jobs go on to their end, and services have a little time to become ready. */
  async #patienceOver(): Promise<void> {
    await this.#loop.halted;
    await this.#options.clock.sleep(siblingPatience, this.#work.signal).catch(() => undefined);
    await this.#loop.jobsEnded();
  }
}

/** Whether the container behind a state writes nothing any more. */
const hasEnded = (state: UnitState | undefined): boolean =>
  state?.phase === 'completed' || state?.phase === 'failed' || state?.phase === 'stopped';
