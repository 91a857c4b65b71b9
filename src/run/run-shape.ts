import type { StageView, UnitView } from '../core/run-view.ts';
import type { InstanceId, UnitState } from '../core/unit-state.ts';
import { describePort } from '../plan/describe-plan.ts';
import type { ContainerStatus, ObservedContainer } from '../plan/observed.ts';
import type { Need, Plan } from '../plan/plan.ts';

/** What a run is about, before anything has happened: stages, units, and what each unit needs. */
export interface RunShape {
  readonly project: string;
  readonly stages: readonly StageView[];
  /** eager: no stage waits for another */
  readonly barrier: Plan['barrier'];
  readonly units: ReadonlyMap<string, UnitView>;
  readonly needs: ReadonlyMap<string, readonly Need[]>;
  /** by job, others that must not run at the same time */
  readonly apartFrom: ReadonlyMap<string, readonly string[]>;
  /** of a teardown: what had ended before it, so that there is nothing to stop */
  readonly ended?: ReadonlyMap<InstanceId, UnitState>;
}

/** The shape of a run that follows a plan. */
export function shapeOfPlan(plan: Plan): RunShape {
  const units = new Map<string, UnitView>();
  const needs = new Map<string, readonly Need[]>();
  const apartFrom = new Map<string, readonly string[]>();
  for (const planned of plan.units.values()) {
    units.set(planned.name, {
      unit: planned.name,
      kind: planned.kind,
      ...(planned.unit.title === undefined ? {} : { title: planned.unit.title }),
      image: planned.unit.image,
      stage: planned.stage,
      instances: planned.instances,
      optional: planned.optional,
      needs: planned.needs.map((need) => need.unit),
      ports: planned.unit.ports.filter(({ host }) => typeof host === 'number').map(describePort),
    });
    needs.set(planned.name, planned.needs);
    if (planned.kind === 'job' && planned.apartFrom.length > 0) apartFrom.set(planned.name, planned.apartFrom);
  }
  return { project: plan.project, stages: plan.stages, barrier: plan.barrier, units, needs, apartFrom };
}

/** The shape of a run over what is there, when no manifest says more: one nameless stage. */
export function shapeOfContainers(
  project: string,
  containers: readonly Pick<ObservedContainer, 'unit' | 'kind' | 'needs' | 'instance'>[],
): RunShape {
  const units = new Map<string, UnitView>();
  for (const { unit, kind, needs } of containers) {
    const own = containers.filter((other) => other.unit === unit).map((other) => other.instance);
    const instances = [...new Set(own)];
    units.set(unit, { unit, kind, stage: 0, instances, optional: false, needs, ports: [] });
  }
  const stages = [{ name: '', units: [...units.keys()] }];
  return { project, stages, barrier: 'strict', units, needs: new Map(), apartFrom: new Map() };
}

/** The shape of a teardown, begun `at` (ms): what has ended is stopped, unless it is to come up `again` before it goes. */
export function shapeOfTeardown(
  project: string,
  at: number,
  containers: readonly ObservedContainer[],
  again: readonly Pick<ObservedContainer, 'unit' | 'kind' | 'needs' | 'instance'>[],
): RunShape {
  const ended = new Map<InstanceId, UnitState>();
  for (const { instance, status } of containers) {
    const reason = endOf(status);
    if (reason !== undefined) ended.set(instance, { phase: 'stopped', at, reason });
  }
  for (const { instance } of again) ended.delete(instance);
  return { ...shapeOfContainers(project, [...containers, ...again]), ended };
}

/** Why a container does not run; undefined where it does, or is going to by itself. */
function endOf(status: ContainerStatus): string | undefined {
  switch (status.kind) {
    case 'running':
    case 'paused':
    case 'restarting':
      return undefined;
    case 'created':
      return 'it was never started';
    case 'exited':
      return `it had exited with code ${status.exitCode}`;
    case 'dead':
      return 'the engine could not remove it before';
  }
}

/** The shape before anything is known of a project. */
export const emptyShape = (project: string): RunShape => ({
  project,
  stages: [],
  barrier: 'strict',
  units: new Map(),
  needs: new Map(),
  apartFrom: new Map(),
});
