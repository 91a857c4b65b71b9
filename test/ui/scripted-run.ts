import type { Event, EventBody, Outcome } from '../../src/core/event.ts';
import type { Face, RunView, StageView, Timeline, UnitView } from '../../src/core/run-view.ts';
import { type Hold, type InstanceId, instanceId, type UnitState } from '../../src/core/unit-state.ts';
import { reduce } from '../../src/run/reduce.ts';

/** A unit of a scripted stack. */
export interface ScriptedUnit {
  readonly job?: boolean;
  readonly needs?: readonly string[];
  readonly ports?: readonly string[];
  readonly image?: string;
  readonly instances?: number;
}

/** Stages in order, each with its units. */
export type ScriptedStack = Readonly<Record<string, Readonly<Record<string, ScriptedUnit>>>>;

/** When every scripted run begins: 10:00:00 UTC. */
export const beginning = Date.UTC(2026, 0, 1, 10);

/** A run that a test plays event by event, at times in ms after its beginning; the state is made by the real reducer. */
export class ScriptedRun implements RunView {
  readonly project: string;
  readonly command: string;
  readonly startedAt = beginning;
  readonly stages: readonly StageView[];
  readonly units: ReadonlyMap<string, UnitView>;
  readonly states = new Map<InstanceId, UnitState>();
  outcome: Outcome | undefined;
  readyAt: number | undefined;
  version = 0;
  /** the clock of whoever shows the run */
  now: number = beginning;
  readonly #holds = new Map<InstanceId, readonly Hold[]>();
  readonly #timelines = new Map<InstanceId, Timeline>();
  readonly #logs = new Map<InstanceId, string[]>();
  readonly #faces: Face[] = [];

  constructor(stack: ScriptedStack, project = 'shop', command = 'up') {
    this.project = project;
    this.command = command;
    this.stages = Object.entries(stack).map(([name, units]) => ({ name, units: Object.keys(units) }));
    this.units = new Map(
      Object.values(stack).flatMap((units, stage) =>
        Object.entries(units).map(([unit, given]) => [unit, viewOf(unit, stage, given)] as const),
      ),
    );
    for (const { instances } of this.units.values()) {
      for (const each of instances) this.states.set(each, { phase: 'pending', preparation: 'none' });
    }
  }

  /** Shows what is played from now on. */
  show(face: Face): Face {
    this.#faces.push(face);
    return face;
  }

  /** Lets something happen `at` ms after the beginning. */
  play(at: number, ...bodies: readonly EventBody[]): this {
    this.now = Math.max(this.now, beginning + at);
    for (const body of bodies) this.#take({ ...body, at: beginning + at });
    return this;
  }

  /** Lines of one unit's log. */
  log(at: number, unit: string, ...lines: readonly string[]): this {
    return this.play(
      at,
      ...lines.map((line) => ({ type: 'log', instance: instanceId(unit), stream: 'stdout', line }) as const),
    );
  }

  holdsOf(instance: InstanceId): readonly Hold[] {
    return this.states.get(instance)?.phase === 'pending' ? (this.#holds.get(instance) ?? []) : [];
  }

  timelineOf(instance: InstanceId): Timeline {
    return this.#timelines.get(instance) ?? {};
  }

  logsOf(instance: InstanceId): readonly string[] {
    return this.#logs.get(instance) ?? [];
  }

  #take(event: Event): void {
    this.version++;
    if (event.type === 'run.ready') this.readyAt = event.at;
    if (event.type === 'run.finished') this.outcome = event.outcome;
    if ('instance' in event) this.#takeUnit(event, event.instance);
    for (const face of this.#faces) face.event(event, this);
  }

  #takeUnit(event: Event, instance: InstanceId): void {
    if (event.type === 'log') {
      const lines = this.#logs.get(instance) ?? [];
      lines.push(event.line);
      this.#logs.set(instance, lines);
      return;
    }
    if (event.type === 'unit.held') this.#holds.set(instance, event.holds);
    if (event.type === 'unit.starting') this.#mark(instance, { startedAt: event.at });
    const settling = ['unit.ready', 'unit.completed', 'unit.failed'].includes(event.type);
    if (settling) this.#mark(instance, { settledAt: event.at });
    this.states.set(instance, reduce(this.states.get(instance) ?? { phase: 'pending', preparation: 'none' }, event));
  }

  #mark(instance: InstanceId, times: Timeline): void {
    this.#timelines.set(instance, { ...this.timelineOf(instance), ...times });
  }
}

function viewOf(unit: string, stage: number, given: ScriptedUnit): UnitView {
  const count = given.instances ?? 1;
  return {
    unit,
    kind: given.job === true ? 'job' : 'service',
    stage,
    instances: Array.from({ length: count }, (_, index) => instanceId(unit, index + 1)),
    needs: given.needs ?? [],
    ports: given.ports ?? [],
    ...(given.image === undefined ? {} : { image: given.image }),
  };
}
