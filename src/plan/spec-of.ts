import type { Unit } from '../manifest/model.ts';
import type { ContainerSpec, MountSpec } from './container-spec.ts';
import { environmentOf, type Outputs } from './environment-of.ts';
import type { Plan, PlannedUnit } from './plan.ts';

/** Where a job writes its outputs: `$DEVSTACK_OUTPUT`, and the path of images made for a Qovery pipeline. */
export const outputFiles = ['/devstack-output/outputs.json', '/qovery-output/qovery-output.json'] as const;

const outputFolders = ['/devstack-output', '/qovery-output'];

/** What is known only at run time of a container that is wanted. */
export interface SpecInput {
  /** values by job, then by name in capitals */
  readonly outputs: Outputs;
  /** container ports that a probe needs and that the host does not reach by itself */
  readonly probePorts: readonly number[];
}

/** The container that an instance of a unit is to have. */
export function specOf(plan: Plan, planned: PlannedUnit, index: number, input: SpecInput): ContainerSpec {
  const { unit } = planned;
  const isJob = unit.kind === 'job';
  const environment = environmentOf(planned, input.outputs);
  if (isJob) environment.set('DEVSTACK_OUTPUT', outputFiles[0]);
  return {
    name: `${plan.project}-${unit.name}-${index}`,
    project: plan.project,
    unit: unit.name,
    index,
    kind: unit.kind,
    stage: unit.stage ?? '',
    stageIndex: planned.stage,
    image: unit.image,
    ...optional(unit),
    environment,
    mounts: mountsOf(plan, unit),
    ports: unit.ports.map(({ span: _, ...port }) => port),
    probePorts: input.probePorts,
    network: plan.network,
    aliases: [unit.name],
    init: unit.init,
    restart: isJob ? { policy: 'no' } : unit.restart,
    stopGracePeriod: unit.stopGracePeriod,
    folders: isJob ? outputFolders : [],
    needs: planned.needs.map((need) => need.unit),
  };
}

function optional(unit: Unit): Pick<ContainerSpec, 'command' | 'entrypoint' | 'workingDir' | 'user' | 'healthcheck'> {
  const healthcheck = unit.kind === 'service' ? unit.healthcheck : undefined;
  return {
    ...(unit.command && { command: unit.command }),
    ...(unit.entrypoint && { entrypoint: unit.entrypoint }),
    ...(unit.workingDir !== undefined && { workingDir: unit.workingDir }),
    ...(unit.user !== undefined && { user: unit.user }),
    ...(healthcheck && { healthcheck }),
  };
}

function mountsOf(plan: Plan, unit: Unit): readonly MountSpec[] {
  return unit.mounts.map((mount) => {
    if (mount.type !== 'volume') return mount;
    const { volume: key, target, readOnly } = mount;
    const name = plan.volumes.find((volume) => volume.key === key)?.name ?? key;
    return { type: 'volume', name, target, readOnly };
  });
}
