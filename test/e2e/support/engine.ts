import { finished } from 'node:stream/promises';
import Dockerode from 'dockerode';
import { label } from '../../../src/engine/docker/labels.ts';

const docker = new Dockerode();

/** What the engine itself knows of one container of a project. */
export interface Seen {
  readonly id: string;
  readonly unit: string;
  readonly kind: string;
  readonly stage: number;
  readonly running: boolean;
  readonly exitCode: number;
  /** ms since the epoch */
  readonly startedAt: number;
  readonly finishedAt: number;
}

const filters = (project: string) => ({ label: [`${label.project}=${project}`] });

/** The project's containers by unit, from the engine and not from devstack. */
export async function containersOf(project: string): Promise<ReadonlyMap<string, Seen>> {
  const listed = await docker.listContainers({ all: true, filters: filters(project) });
  const units = listed.filter(({ Labels }) => Labels[label.unit] !== undefined);
  const seen = await Promise.all(units.map(({ Id }) => docker.getContainer(Id).inspect()));
  return new Map(
    seen.map(({ Id, Config, State }) => {
      const unit = Config.Labels[label.unit] ?? '';
      return [
        unit,
        {
          id: Id,
          unit,
          kind: Config.Labels[label.kind] ?? '',
          stage: Number(Config.Labels[label.stageIndex]),
          running: State.Running,
          exitCode: State.ExitCode,
          startedAt: Date.parse(State.StartedAt),
          finishedAt: Date.parse(State.FinishedAt),
        },
      ];
    }),
  );
}

/** Names of everything on the engine that bears the project's name in a label or as a prefix. */
export async function leftOf(project: string): Promise<readonly string[]> {
  const names = await everythingOf(project);
  const containers = await docker.listContainers({ all: true });
  const labelled = containers.filter(({ Labels }) => Object.values(Labels).includes(project)).map(({ Id }) => Id);
  return [...names.filter((name) => ['-', '_'].includes(name.charAt(project.length))), ...labelled];
}

/** Names of everything on the engine whose name begins so, in the order of the alphabet: the engine has none. */
export async function everythingOf(prefix: string): Promise<readonly string[]> {
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ]);
  const names = [
    ...containers.flatMap(({ Names }) => Names.map((name) => name.slice(1))),
    ...networks.map(({ Name }) => Name),
    ...volumes.Volumes.map(({ Name }) => Name),
  ];
  return names.filter((name) => name.startsWith(prefix)).toSorted();
}

/** Runs a command in a unit's container, to its end. */
export async function execIn(project: string, unit: string, command: readonly string[]): Promise<void> {
  const container = (await containersOf(project)).get(unit);
  if (container === undefined) throw new Error(`${project} has no container of ${unit}`);
  const exec = await docker.getContainer(container.id).exec({ Cmd: [...command], AttachStdout: true });
  const stream = await exec.start({});
  stream.resume();
  await finished(stream);
}

/** Resolves when the unit's container has ended. */
export async function endOf(project: string, unit: string): Promise<void> {
  const container = (await containersOf(project)).get(unit);
  if (container === undefined) throw new Error(`${project} has no container of ${unit}`);
  await docker.getContainer(container.id).wait();
}

/** The environment of a unit's container, and what it may use of the machine: CPUs in billionths, memory in bytes. */
export async function insideOf(
  project: string,
  unit: string,
): Promise<{ readonly environment: readonly string[]; readonly nanoCpus: number; readonly memory: number }> {
  const container = (await containersOf(project)).get(unit);
  const { Config, HostConfig } = await docker.getContainer(container?.id ?? '').inspect();
  return { environment: Config.Env, nanoCpus: HostConfig.NanoCpus ?? 0, memory: HostConfig.Memory ?? 0 };
}

/** Removes a unit's container by force, as someone else would. */
export async function removeUnit(project: string, unit: string): Promise<void> {
  const container = (await containersOf(project)).get(unit);
  await docker.getContainer(container?.id ?? '').remove({ force: true });
}

/** Stops a unit's container, as someone else would. */
export async function stopUnit(project: string, unit: string): Promise<void> {
  const container = (await containersOf(project)).get(unit);
  await docker.getContainer(container?.id ?? '').stop({ t: 0 });
}

/** Gives an image one more name. */
export async function tagImage(image: string, reference: string): Promise<void> {
  const [repo = '', tag = ''] = reference.split(':');
  await docker.getImage(image).tag({ repo, tag });
}

/** Removes a volume that nothing uses any more. */
export const removeVolume = (name: string): Promise<void> => docker.getVolume(name).remove();

/** Removes an image that a test has built; fine when it is gone. */
export async function removeImage(reference: string): Promise<void> {
  await docker
    .getImage(reference)
    .remove({ force: true })
    .catch(() => undefined);
}

/** All that the engine tells of a project's containers, networks and volumes, without environments. */
export async function inspectedOf(project: string): Promise<readonly object[]> {
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true, filters: filters(project) }),
    docker.listNetworks({ filters: filters(project) }),
    docker.listVolumes({ filters: filters(project) }),
  ]);
  const inspected = await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).inspect()));
  const withoutEnvironment = inspected.map(({ Config: { Env: _, ...config }, ...rest }) => ({ ...rest, config }));
  return [...withoutEnvironment, ...networks, ...volumes.Volumes];
}
