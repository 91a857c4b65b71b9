import type { EventBody } from '../../src/core/event.ts';
import type { Face } from '../../src/core/run-view.ts';
import { instanceId } from '../../src/core/unit-state.ts';
import type { RunShape } from '../../src/run/run-shape.ts';
import { RunState } from '../../src/run/run-state.ts';

interface ScriptedUnit {
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

/** The state of a run as the run layer keeps it, driven by a test event by event, at times in ms after its beginning. */
export class ScriptedRun extends RunState {
  /** the clock of whoever shows the run */
  now: number = beginning;
  readonly #faces: Face[] = [];

  constructor(stack: ScriptedStack, project = 'shop', command = 'up') {
    super(command, beginning, shapeOf(stack, project));
  }

  /** Shows what is played from now on. */
  show(face: Face): Face {
    this.#faces.push(face);
    return face;
  }

  /** Lets something happen `at` ms after the beginning. */
  play(at: number, ...bodies: readonly EventBody[]): this {
    this.now = Math.max(this.now, beginning + at);
    for (const body of bodies) {
      const event = { ...body, at: beginning + at };
      this.apply(event);
      for (const face of this.#faces) face.event(event, this);
    }
    return this;
  }

  /** Lines of one unit's log. */
  log(at: number, unit: string, ...lines: readonly string[]): this {
    const instance = instanceId(unit);
    return this.play(at, ...lines.map((line) => ({ type: 'log', instance, stream: 'stdout', line }) as const));
  }
}

function shapeOf(stack: ScriptedStack, project: string): RunShape {
  const all = Object.values(stack).flatMap((units, stage) =>
    Object.entries(units).map(([unit, given]) => ({ unit, stage, given })),
  );
  const jobs = new Set(all.filter(({ given }) => given.job === true).map(({ unit }) => unit));
  return {
    project,
    barrier: 'strict',
    apartFrom: new Map(),
    stages: Object.entries(stack).map(([name, units]) => ({ name, units: Object.keys(units) })),
    units: new Map(
      all.map(({ unit, stage, given: { needs = [], ports = [], instances = 1, image } }) => [
        unit,
        {
          unit,
          kind: jobs.has(unit) ? 'job' : 'service',
          stage,
          instances: Array.from({ length: instances }, (_, index) => instanceId(unit, index + 1)),
          optional: false,
          needs,
          ports,
          ...(image === undefined ? {} : { image }),
        },
      ]),
    ),
    needs: new Map(
      all.map(({ unit, given: { needs = [] } }) => [
        unit,
        needs.map((need) => ({
          unit: need,
          condition: jobs.has(need) ? ('completed' as const) : ('ready' as const),
          required: true,
          restart: false,
        })),
      ]),
    ),
  };
}
