import type { Event, Outcome } from '../core/event.ts';
import type { ImageWork, LogLines, RunView, StageView, Timeline, UnitView } from '../core/run-view.ts';
import type { Hold, InstanceId, UnitState } from '../core/unit-state.ts';
import { unitOf } from '../core/unit-state.ts';
import type { Need } from '../plan/plan.ts';
import { isOnItsWay, meets, opensGate } from './gate.ts';
import { LogBuffer } from './log-buffer.ts';
import { maskedState } from './masking/masked.ts';
import { isSettled, reduce } from './reduce.ts';
import type { RunShape } from './run-shape.ts';
import { Turns } from './turns.ts';

const noLines = new LogBuffer();

const fresh: UnitState = { phase: 'pending', preparation: 'none' };

/** What `apply` changed. */
export interface Change {
  readonly instance: InstanceId;
  readonly from: UnitState;
  readonly to: UnitState;
}

/**
 * The state of a run: the only place where it changes. Every change is an event put through `reduce`; counts per
 * stage are kept beside the states so that a gate costs the same with five units and with five thousand.
 */
export class RunState implements RunView {
  readonly command: string;
  readonly startedAt: number;
  readonly states = new Map<InstanceId, UnitState>();
  project: string;
  stages: readonly StageView[] = [];
  units: ReadonlyMap<string, UnitView> = new Map();
  outcome: Outcome | undefined;
  readyAt: number | undefined;
  isStopping = false;
  waitingFor: RunView['waitingFor'];
  version = 0;
  /** instances that are still on their way */
  unsettled = 0;
  #needs: ReadonlyMap<string, readonly Need[]> = new Map();
  #barrier: RunShape['barrier'] = 'strict';
  /** instances of each stage that are on their way: begun, and neither ready nor over */
  #busy: number[] = [];
  /** those that are about to begin, which their state does not tell yet */
  readonly #reserved = new Map<InstanceId, number>();
  #turns = new Turns(new Map());
  /** instances of each stage that do not open its gate yet */
  #closed: number[] = [];
  readonly #timelines = new Map<InstanceId, Timeline>();
  readonly #logs = new Map<InstanceId, LogBuffer>();
  readonly #handles = new Map<InstanceId, string>();
  readonly #published = new Map<InstanceId, readonly string[]>();
  readonly #restarts = new Map<InstanceId, number>();
  readonly #images = new Map<string, ImageWork>();

  constructor(command: string, startedAt: number, shape: RunShape) {
    this.command = command;
    this.startedAt = startedAt;
    this.project = shape.project;
    this.reshape(shape, () => false);
  }

  /** Takes a new shape in the middle of a run; instances that are `kept` keep their state, others begin anew. */
  reshape(shape: RunShape, kept: (instance: InstanceId) => boolean): void {
    const before = new Map(this.states);
    this.states.clear();
    this.stages = shape.stages;
    this.units = shape.units;
    this.project = shape.project;
    this.#needs = shape.needs;
    this.#barrier = shape.barrier;
    this.#turns = new Turns(shape.apartFrom);
    this.#busy = shape.stages.map(() => 0);
    this.#reserved.clear();
    this.#closed = shape.stages.map(() => 0);
    this.unsettled = 0;
    for (const unit of shape.units.values()) {
      for (const instance of unit.instances) {
        const state = (kept(instance) ? before.get(instance) : undefined) ?? shape.ended?.get(instance) ?? fresh;
        this.states.set(instance, state);
        if (!isSettled(state)) this.unsettled++;
        if (isOnItsWay(state)) this.#busy[unit.stage] = (this.#busy[unit.stage] ?? 0) + 1;
        if (isOnItsWay(state)) this.#turns.begin(unit.unit);
        if (!opensGate(state, unit)) this.#closed[unit.stage] = (this.#closed[unit.stage] ?? 0) + 1;
      }
    }
    this.version++;
  }

  /** Takes in a fact. */
  apply(event: Event): Change | undefined {
    this.version++;
    if (event.type === 'run.finished') this.outcome = event.outcome;
    if (event.type === 'run.ready') this.readyAt = event.at;
    if (event.type === 'run.stopping') this.isStopping = true;
    this.waitingFor = waitingAfter(this.waitingFor, event);
    if ('image' in event) this.#keepImageWork(event);
    if (!('instance' in event)) return undefined;
    const { instance } = event;
    if (event.type === 'unit.started') this.#handles.set(instance, event.container);
    if (event.type === 'unit.published') this.#published.set(instance, event.ports);
    if (event.type === 'unit.restarting') this.#restarts.set(instance, this.restartsOf(instance) + 1);
    if (event.type === 'log') this.#bufferOf(instance).push(event.line);
    const from = this.states.get(instance);
    const unit = this.units.get(unitOf(instance));
    if (from === undefined || unit === undefined) return undefined;
    this.#keepTime(instance, event);
    const to = reduce(from, event);
    if (to === from) return undefined;
    this.states.set(instance, to);
    this.unsettled += Number(isSettled(from)) - Number(isSettled(to));
    if (to.phase !== 'pending') this.#reserved.delete(instance);
    if (isSettled(to)) this.#turns.end(unit.unit);
    const busier = Number(isOnItsWay(to)) - Number(isOnItsWay(from));
    this.#busy[unit.stage] = (this.#busy[unit.stage] ?? 0) + busier;
    const isOpen = opensGate(to, unit);
    if (opensGate(from, unit) !== isOpen) {
      this.#closed[unit.stage] = (this.#closed[unit.stage] ?? 0) + (isOpen ? -1 : 1);
    }
    return { instance, from, to };
  }

  /** The last stage that may begin: the first that still has something to become ready, unless none waits for another. */
  frontier(): number {
    if (this.#barrier === 'eager') return this.#closed.length;
    const index = this.#closed.findIndex((count) => count > 0);
    return index === -1 ? this.#closed.length : index;
  }

  /** Whether all of a stage is there. */
  isThrough(stage: number): boolean {
    return this.#closed[stage] === 0;
  }

  /** How many more instances of a stage may be on their way at once. */
  roomIn(stage: number): number {
    const { parallel } = this.stages[stage] ?? {};
    if (parallel === undefined) return Number.POSITIVE_INFINITY;
    const reserved = [...this.#reserved.values()].filter((of) => of === stage).length;
    return parallel - (this.#busy[stage] ?? 0) - reserved;
  }

  /** Counts an instance as begun before it is. */
  reserve(instance: InstanceId): void {
    this.takeTurn(unitOf(instance));
    const stage = this.units.get(unitOf(instance))?.stage;
    if (stage !== undefined && this.stages[stage]?.parallel !== undefined) this.#reserved.set(instance, stage);
  }

  /** Holds the jobs that must not run beside this one, which has begun. */
  takeTurn(job: string): void {
    this.#turns.begin(job);
  }

  /** Lets them begin; of an instance of this run its own end does so. */
  endTurn(job: string): void {
    this.#turns.end(job);
  }

  /** Whether what a need asks for is true now. */
  isMet(need: Omit<Need, 'restart'>): boolean {
    const unit = this.units.get(need.unit);
    return unit?.instances.every((instance) => meets(this.states.get(instance) ?? fresh, need)) ?? false;
  }

  holdsOf(instance: InstanceId): readonly Hold[] {
    const state = this.states.get(instance);
    const unit = this.units.get(unitOf(instance));
    if (state?.phase !== 'pending' || unit === undefined) return [];
    const needs = this.#needs.get(unit.unit) ?? [];
    const holds: Hold[] = needs
      .filter((need) => !this.isMet(need))
      .map((need) => ({ kind: 'dependency', unit: need.unit, condition: need.condition }));
    const frontier = this.frontier();
    const stage = this.stages[frontier];
    if (frontier < unit.stage && stage !== undefined) {
      holds.push({ kind: 'stage', stage: stage.name, waitingFor: stage.units.filter((name) => !this.#isOpen(name)) });
    }
    const holder = this.#turns.holderOf(unit.unit);
    if (holder !== undefined) holds.push({ kind: 'data', unit: holder });
    if (holds.length === 0 && this.roomIn(unit.stage) <= 0) holds.push({ kind: 'capacity' });
    return holds;
  }

  /** Whether nothing holds this instance: `holdsOf` without making the reasons. */
  isFree(instance: InstanceId): boolean {
    const unit = this.units.get(unitOf(instance));
    if (unit === undefined || this.frontier() < unit.stage || this.#turns.holderOf(unit.unit) !== undefined)
      return false;
    return (this.#needs.get(unit.unit) ?? []).every((need) => this.isMet(need));
  }

  imageWorkOf(image: string): ImageWork | undefined {
    return this.#images.get(image);
  }

  timelineOf(instance: InstanceId): Timeline {
    return this.#timelines.get(instance) ?? {};
  }

  logsOf(instance: InstanceId): LogLines {
    return this.#logs.get(instance) ?? noLines;
  }

  handleOf(instance: InstanceId): string | undefined {
    return this.#handles.get(instance);
  }

  publishedFor(instance: InstanceId): readonly string[] {
    return this.#published.get(instance) ?? [];
  }

  restartsOf(instance: InstanceId): number {
    return this.#restarts.get(instance) ?? 0;
  }

  /** Hides values that have become known as sensitive in all that is kept. */
  mask(mask: (text: string) => string): void {
    for (const buffer of this.#logs.values()) buffer.rewrite(mask);
    for (const [instance, state] of this.states) this.states.set(instance, maskedState(state, mask));
    this.version++;
  }

  #isOpen(unit: string): boolean {
    const view = this.units.get(unit);
    return view?.instances.every((instance) => opensGate(this.states.get(instance) ?? fresh, view)) ?? true;
  }

  #bufferOf(instance: InstanceId): LogBuffer {
    const existing = this.#logs.get(instance);
    if (existing !== undefined) return existing;
    const buffer = new LogBuffer();
    this.#logs.set(instance, buffer);
    return buffer;
  }

  #keepImageWork(event: Extract<Event, { readonly image: string }>): void {
    switch (event.type) {
      case 'image.progress':
        this.#images.set(event.image, { kind: 'bytes', current: event.current, total: event.total });
        break;
      case 'image.building':
        this.#images.set(event.image, { kind: 'step', name: event.step, number: event.number, total: event.total });
        break;
      default:
        // It begins anew, or has ended.
        this.#images.delete(event.image);
    }
  }

  #keepTime(instance: InstanceId, event: Event): void {
    const timeline = this.timelineOf(instance);
    const { at } = event;
    switch (event.type) {
      case 'unit.created':
        this.#timelines.set(instance, { ...timeline, createdAt: at });
        break;
      case 'unit.starting':
        // A start after the end that others waited for belongs to no timeline of getting there.
        if (timeline.settledAt === undefined) this.#timelines.set(instance, { ...timeline, turnAt: at });
        break;
      case 'unit.started':
        if (event.adopted || timeline.settledAt !== undefined) break;
        this.#timelines.set(instance, { ...timeline, startedAt: at });
        break;
      case 'unit.renewed':
        if (this.readyAt === undefined) this.#timelines.delete(instance);
        break;
      case 'unit.ready':
      case 'unit.completed':
      case 'unit.event-completed':
      case 'unit.failed':
      case 'unit.event-failed':
        if (timeline.settledAt === undefined) this.#timelines.set(instance, { ...timeline, settledAt: at });
        break;
      default:
        break;
    }
  }
}

/** What goes on beside a wait for another run says nothing of its end; anything else does. */
function waitingAfter(before: RunView['waitingFor'], event: Event): RunView['waitingFor'] {
  switch (event.type) {
    case 'run.waiting': {
      const { holder, remedy, at } = event;
      return { holder, ...(remedy !== undefined && { remedy }), since: before?.since ?? at };
    }
    case 'log':
    case 'warning':
    case 'unit.probe':
      return before;
    default:
      return undefined;
  }
}
