import type Dockerode from 'dockerode';
import type { Observed, ObservedContainer, Start } from '../../plan/observed.ts';
import { ask } from './ask.ts';
import { composeLabel, label } from './labels.ts';
import { listedContainer } from './listed-container.ts';
import { observedNetwork } from './networks.ts';
import { observedContainer } from './observed-container.ts';
import { isMissing } from './translate.ts';
import { observedVolume } from './volumes.ts';

/** More inspects at once only make each of them slower. */
const parallelInspects = 16;

/** One look at everything that a project has on the engine; its lists are asked for at the same time. */
export async function observe(
  docker: Dockerode,
  project: string,
  signal: AbortSignal,
  known: Promise<ReadonlyMap<string, Start>> = Promise.resolve(new Map()),
): Promise<Observed> {
  const ours = { label: [`${label.project}=${project}`] };
  const asked = { doing: `look at what the project "${project}" has on the engine`, repeat: 'safe' } as const;
  const [containers, foreign, volumes, networks] = await Promise.all([
    ask(asked, signal, (abortSignal) => docker.listContainers({ all: true, filters: ours, abortSignal })).then(
      async (found) => {
        const units = found.filter(({ Labels }) => Labels[label.oneOff] === undefined);
        const oneOffs = found.filter(({ Labels }) => Labels[label.oneOff] !== undefined && isOneOff(Labels));
        return { units: await containersOf(docker, units, await known, signal), oneOffs: oneOffs.map(oneOffOf) };
      },
    ),
    ask(asked, signal, (abortSignal) =>
      docker.listContainers({
        all: true,
        filters: { label: [`${composeLabel.project}=${project}`] },
        abortSignal,
      }),
    ),
    ask(asked, signal, (abortSignal) => docker.listVolumes({ filters: ours, abortSignal })),
    ask(asked, signal, (abortSignal) => docker.listNetworks({ filters: ours, abortSignal })),
  ]);
  return {
    containers: containers.units,
    oneOffs: containers.oneOffs,
    volumes: (volumes.Volumes ?? []).map((volume) => observedVolume(volume, project)),
    networks: networks.map((network) => observedNetwork(network, project)),
    foreign: foreign.filter(({ Labels }) => Labels[label.project] === undefined).map(nameOf),
  };
}

/** The project's lock is a container as well, and no unit. */
const isOneOff = (labels: Readonly<Record<string, string>>): boolean => labels[label.unit] !== undefined;

const oneOffOf = (found: Dockerode.ContainerInfo) => ({
  handle: found.Id,
  name: nameOf(found),
  running: found.State === 'running',
});

const nameOf = ({ Names, Id }: Dockerode.ContainerInfo): string => Names[0]?.replace(/^\//, '') ?? Id;

async function containersOf(
  docker: Dockerode,
  found: readonly Dockerode.ContainerInfo[],
  known: ReadonlyMap<string, Start>,
  signal: AbortSignal,
): Promise<readonly ObservedContainer[]> {
  const results: (ObservedContainer | undefined)[] = [];
  const queue = found.entries();
  const worker = async (): Promise<void> => {
    for (const [index, listed] of queue) {
      results[index] =
        listedContainer(listed, known.get(listed.Id)) ?? observed(await inspectInfo(docker, listed.Id, signal));
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelInspects, found.length) }, worker));
  return results.filter((container) => container !== undefined);
}

/** One container anew; undefined when it is gone, or on its way out: it is killed first, which says nothing of it. */
export async function inspect(
  docker: Dockerode,
  handle: string,
  signal: AbortSignal,
): Promise<ObservedContainer | undefined> {
  const found = await inspectInfo(docker, handle, signal);
  return found?.State.Status === 'removing' ? undefined : observed(found);
}

const observed = (found: Dockerode.ContainerInspectInfo | undefined): ObservedContainer | undefined =>
  found && observedContainer(found);

/** undefined where it is gone, which it may be since it was listed. */
async function inspectInfo(
  docker: Dockerode,
  handle: string,
  signal: AbortSignal,
): Promise<Dockerode.ContainerInspectInfo | undefined> {
  try {
    return await ask({ doing: 'look at the container', repeat: 'safe' }, signal, (abortSignal) =>
      docker.getContainer(handle).inspect({ abortSignal }),
    );
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
