import type { PlannedStep } from '../core/event.ts';
import { type Condition, unitOf } from '../core/unit-state.ts';
import type { Job } from '../manifest/model.ts';
import type { Origin, PresetName, Probe } from '../manifest/readiness-model.ts';
import { describeChecks } from './describe-probe.ts';
import type { Plan, PlannedJob, PlannedUnit } from './plan.ts';

/** The plan as `devstack plan --json` prints it. Durations in ms; no environment, since it may hold secrets. */
export interface PlanJson {
  readonly project: string;
  readonly file: string;
  readonly stages: readonly {
    readonly name: string;
    readonly description?: string;
    /** in the order in which they may start */
    readonly units: readonly UnitJson[];
  }[];
}

interface UnitJson {
  readonly name: string;
  readonly kind: 'service' | 'job';
  readonly title?: string;
  readonly image: string;
  readonly place?: 'host';
  readonly needs: readonly { readonly unit: string; readonly condition: Condition }[];
  /** jobs whose outputs it gets */
  readonly outputsFrom: readonly string[];
  /** of services */
  readonly readiness?: {
    /** `all`: several; `running`: none */
    readonly probe: Probe['kind'] | 'all' | 'running';
    readonly port?: number;
    /** in words, without the values of variables */
    readonly description: string;
    readonly origin: Origin['kind'];
    readonly preset?: PresetName;
    readonly within: number;
  };
  /** of jobs, where there is a limit */
  readonly timeout?: number;
  /** of jobs: what makes it run, and how often it is tried again */
  readonly run?: Job['run'];
  readonly retries?: number;
  readonly allowFailure?: boolean;
  /** of jobs: absolute globs of the files, and what data, whose change makes it run again */
  readonly inputs?: readonly string[];
  readonly state?: readonly { readonly kind: 'service' | 'volume'; readonly name: string }[];
  /** of jobs: others on the same data, which never run at the same time */
  readonly apartFrom?: readonly string[];
  /** of jobs: what they have events for, besides their start */
  readonly events?: readonly (keyof Job['lifecycle'])[];
  /** of jobs: names that it promises */
  readonly outputs?: readonly string[];
  readonly ports: readonly {
    readonly address: string;
    /** a pair is a range, of which the engine picks one */
    readonly host?: number | readonly [number, number];
    readonly container: number;
    readonly protocol: string;
  }[];
  /** one for each instance; absent where the engine was not asked */
  readonly steps?: readonly PlannedStep[];
}

/** The plan as plain data; `actions` are left out where nothing is known of the engine. */
export function planJson(plan: Plan, actions: readonly PlannedStep[] | undefined): PlanJson {
  const steps = actions && Map.groupBy(actions, (action) => unitOf(action.instance));
  return {
    project: plan.project,
    file: plan.file,
    stages: plan.stages.map(({ name, description, units }) => ({
      name,
      ...(description !== undefined && { description }),
      units: units.flatMap((unit) => {
        const planned = plan.units.get(unit);
        return planned === undefined ? [] : [unitJson(planned, steps && (steps.get(unit) ?? []))];
      }),
    })),
  };
}

function unitJson(planned: PlannedUnit, actions: readonly PlannedStep[] | undefined): UnitJson {
  const { name, unit, needs, outputsFrom } = planned;
  return {
    name,
    kind: unit.kind,
    ...(unit.title !== undefined && { title: unit.title }),
    image: unit.image,
    ...(unit.place && { place: unit.place }),
    needs,
    outputsFrom,
    ...goalJson(unit),
    ...(planned.kind === 'job' && memoryJson(planned)),
    ports: unit.ports.map(({ span: _, ...port }) => port),
    ...(actions && { steps: actions.map(({ instance, action, cause }) => ({ instance, action, cause })) }),
  };
}

function memoryJson({ unit, stateServices, ownState, apartFrom }: PlannedJob): Partial<UnitJson> {
  const services = stateServices.map(({ name }) => ({ kind: 'service' as const, name }));
  const volumes = ownState.map((name) => ({ kind: 'volume' as const, name }));
  return { inputs: unit.inputs, state: [...services, ...volumes], apartFrom };
}

function goalJson(unit: PlannedUnit['unit']): Omit<Partial<UnitJson>, 'name' | 'kind'> {
  if (unit.kind === 'job') {
    const outputs = unit.outputs.map((output) => output.name);
    const { run, retries, allowFailure, lifecycle } = unit;
    const events = (['stop', 'delete'] as const).filter((name) => lifecycle[name] !== undefined);
    return {
      outputs,
      run,
      retries,
      allowFailure,
      events,
      ...(unit.timeout !== undefined && { timeout: unit.timeout }),
    };
  }
  const { checks, origin, within } = unit.readiness;
  const [first] = checks;
  const probe = checks.length > 1 ? 'all' : (first?.probe.kind ?? 'running');
  const port = checks.length === 1 && first && 'port' in first.probe ? { port: first.probe.port } : {};
  const { kind, ...preset } = origin;
  return { readiness: { probe, ...port, description: describeChecks(checks), origin: kind, ...preset, within } };
}
