import { resolve } from 'node:path';
import type { ContainerKeys, Namespace } from '../manifest/container-keys.ts';
import type { Unit } from '../manifest/model.ts';
import type { Attachment, Networking } from '../manifest/network-model.ts';
import type { Readiness } from '../manifest/readiness-model.ts';
import type { AddressFacts } from './addresses/settle-address.ts';
import { gatewayName } from './addresses/way-to.ts';
import type { ContainerKeysSpec, ContainerSpec, FileSpec, NetworkSpec } from './container-spec.ts';
import { environmentOf, type Outputs } from './environment-of.ts';
import { mountSpecs } from './mount-specs.ts';
import { environmentIdVariable } from './parity/built-ins.ts';
import type { Plan, PlannedUnit } from './plan.ts';

/** Where a job writes its outputs: `$DEVSTACK_OUTPUT`, and the path of images made for a Qovery pipeline. */
export const outputFiles = ['/devstack-output/outputs.json', '/qovery-output/qovery-output.json'] as const;

const outputFolders = ['/devstack-output', '/qovery-output'];

/** What is known only at run time of a container that is wanted. */
export interface SpecInput {
  /** values by job, then by name in capitals */
  readonly outputs: Outputs;
  /** of the project on its engine */
  readonly environmentId: string;
  /** container ports that a probe needs and that the host does not reach by itself */
  readonly probePorts: readonly number[];
  /** absent: references to addresses stay as they are written */
  readonly addresses?: AddressFacts;
}

/** The container that an instance of a unit is to have. */
export function specOf(plan: Plan, planned: PlannedUnit, index: number, input: SpecInput): ContainerSpec {
  const { unit } = planned;
  const isJob = unit.kind === 'job';
  const pipeline = pipelineOf(plan, unit, input);
  const { outputs, addresses } = input;
  const environment = environmentOf(planned, { outputs, pipeline, addresses });
  if (isJob) environment.set('DEVSTACK_OUTPUT', outputFiles[0]);
  return {
    name: containerName(plan, unit.name, index),
    project: plan.project,
    unit: unit.name,
    index,
    oneOff: false,
    kind: unit.kind,
    ...(unit.place && { place: unit.place }),
    stage: unit.stage ?? '',
    stageIndex: planned.teardownStage,
    image: unit.image,
    ...optional(unit),
    environment,
    unset: unit.unset.filter((name) => !environment.has(name)),
    mounts: mountSpecs(unit, (key) => plan.volumes.find((volume) => volume.key === key)?.name ?? key),
    ports: unit.ports.map(({ span: _, ...port }) => port),
    probePorts: input.probePorts,
    portsForHost: unit.place === 'host' ? [] : planned.opening.forHost.map((container) => ({ container })),
    portsForContainers: unit.place === 'host' ? planned.opening.forContainers : [],
    network: networkOf(plan, unit),
    links: linksOf(plan, unit),
    volumesFrom: volumesFromOf(plan, unit),
    files: filesOf(unit),
    container: withHost(planned, keysOf(plan, unit.container)),
    restart: isJob ? { policy: 'no' } : unit.restart,
    stopGracePeriod: unit.stopGracePeriod,
    folders: isJob ? outputFolders : [],
    needs: planned.needs.map((need) => need.unit),
  };
}

/** What a unit gets as it does in the pipeline that is reproduced; undefined where none is. */
function pipelineOf(
  { builtIns }: Plan,
  unit: Unit,
  { environmentId }: SpecInput,
): ReadonlyMap<string, string> | undefined {
  if (builtIns === undefined) return undefined;
  return new Map([[environmentIdVariable, environmentId], ...builtIns.shared, ...builtIns.own(unit)]);
}

/** The name of a unit's container on the engine. */
function containerName({ project, units }: Pick<Plan, 'project' | 'units'>, unit: string, index: number): string {
  return units.get(unit)?.unit.containerName ?? `${project}-${unit}-${index}`;
}

type Optional = Pick<
  ContainerSpec,
  'command' | 'entrypoint' | 'workingDir' | 'user' | 'init' | 'healthcheck' | 'isHealthAwaited'
>;

function optional(unit: Unit): Optional {
  const healthcheck = unit.kind === 'service' ? unit.healthcheck : undefined;
  return {
    ...(unit.command && { command: unit.command }),
    ...(unit.entrypoint && { entrypoint: unit.entrypoint }),
    ...(unit.workingDir !== undefined && { workingDir: unit.workingDir }),
    ...(unit.user !== undefined && { user: unit.user }),
    ...(unit.init !== undefined && { init: unit.init }),
    ...(healthcheck && { healthcheck }),
    ...(unit.kind === 'service' && isHealthAwaited(unit.readiness) && { isHealthAwaited: true }),
  };
}

const isHealthAwaited = ({ checks }: Readiness): boolean => checks.some(({ probe }) => probe.kind === 'health');

function networkOf(plan: Plan, { name, networking }: Unit): NetworkSpec {
  switch (networking.kind) {
    case 'networks':
      return { kind: 'networks', attachments: attachmentsOf(plan, name, networking) };
    case 'mode':
    case 'container':
      return networking;
    case 'unit':
      return { kind: 'container', container: containerName(plan, networking.unit, 1) };
  }
}

/**
 * In the order in which they are connected: the higher the priority, the earlier, and by key where it is the same
 * (as docker compose does); names on the engine instead of keys.
 */
function attachmentsOf(
  { networks }: Plan,
  unit: string,
  { attachments }: Extract<Networking, { kind: 'networks' }>,
): readonly Attachment[] {
  const nameOf = (key: string): string => networks.find((network) => network.key === key)?.name ?? key;
  return attachments
    .toSorted((one, other) => other.priority - one.priority || (one.network < other.network ? -1 : 1))
    .map((attachment) => ({
      ...attachment,
      network: nameOf(attachment.network),
      aliases: [...new Set([unit, ...attachment.aliases])],
    }));
}

function linksOf(plan: Plan, { links, externalLinks }: Unit): readonly string[] {
  const own = links.flatMap(({ unit, alias }) =>
    (plan.units.get(unit)?.instances ?? []).map((_, at) => `${containerName(plan, unit, at + 1)}:${alias}`),
  );
  return [...own, ...externalLinks.map(({ container, alias }) => `${container}:${alias}`)];
}

function volumesFromOf(plan: Plan, { volumesFrom }: Unit): readonly string[] {
  return volumesFrom.map(({ from, readOnly }) => {
    const name = from.kind === 'unit' ? containerName(plan, from.name, 1) : from.name;
    return readOnly ? `${name}:ro` : name;
  });
}

function filesOf({ files }: Unit): readonly FileSpec[] {
  return files.map(({ file, span: _, ...grant }) => {
    const { source, kind } = file;
    if (source.kind === 'external') return { ...grant, source: { kind: 'external', of: kind, name: source.name } };
    return { ...grant, source: source.kind === 'file' ? source : { kind: 'content', content: source.content } };
  });
}

function keysOf(plan: Plan, { ipc, pid, ...keys }: ContainerKeys): ContainerKeysSpec {
  const securityOptions = keys.security_opt?.map((option) => withAbsolutePath(option, plan.folder));
  return {
    ...keys,
    ...(securityOptions && { security_opt: securityOptions }),
    ...(ipc && { ipc: namespaceOf(plan, ipc) }),
    ...(pid && { pid: namespaceOf(plan, pid) }),
  };
}

/** Whoever refers to what runs on the host finds it under a name, unless it has one of its own that says where. */
function withHost({ opening, unit }: PlannedUnit, keys: ContainerKeysSpec): ContainerKeysSpec {
  const { extra_hosts: hosts = [] } = keys;
  const isNamed = hosts.some((one) => one.split(/[:=]/, 1)[0] === gatewayName);
  if (!opening.toHost || unit.place === 'host' || isNamed) return keys;
  return { ...keys, extra_hosts: [...hosts, `${gatewayName}:host-gateway`] };
}

/** A profile for calls of the kernel is a file beside the manifest, unless it is one that the engine knows by name. */
function withAbsolutePath(option: string, folder: string): string {
  const path = /^seccomp[=:](.*)$/.exec(option)?.[1] ?? 'builtin';
  return path === 'unconfined' || path === 'builtin' ? option : `seccomp=${resolve(folder, path)}`;
}

function namespaceOf(plan: Plan, namespace: Namespace): string {
  switch (namespace.kind) {
    case 'mode':
      return namespace.mode;
    case 'unit':
      return `container:${containerName(plan, namespace.unit, 1)}`;
    case 'container':
      return `container:${namespace.container}`;
  }
}
