import type Dockerode from 'dockerode';
import { ask } from './ask.ts';
import { anonymousLabel } from './container-body/mounts.ts';
import { label } from './labels.ts';
import { isMissing } from './translate.ts';

/**
 * Volumes that are a container's own and that the engine leaves when it is removed: those of its secrets and configs,
 * and, where its volumes are to go, those without a name that it has from the container before it, which the engine
 * takes for named ones.
 */
export async function volumesLeftBehind(
  docker: Dockerode,
  handle: string,
  withVolumes: boolean,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found = await inspect(docker, handle, signal);
  const marks = withVolumes ? [label.files, anonymousLabel] : [label.files];
  const targets = targetsMarked(found, marks);
  return (found?.Mounts ?? []).flatMap(({ Destination, Name }) =>
    targets.has(Destination) && Name !== undefined ? [Name] : [],
  );
}

/** Where a container has its secrets and configs in a volume of their own. */
export const fileFoldersOf = (found: Dockerode.ContainerInspectInfo): ReadonlySet<string> =>
  targetsMarked(found, [label.files]);

/** Targets of mounts with one of these labels: the engine keeps what a mount was asked for with. */
function targetsMarked(
  found: Dockerode.ContainerInspectInfo | undefined,
  marks: readonly string[],
): ReadonlySet<string> {
  const mounts = found?.HostConfig.Mounts ?? [];
  const isMarked = ({ VolumeOptions }: Dockerode.MountSettings): boolean =>
    marks.some((mark) => VolumeOptions?.Labels?.[mark] !== undefined);
  return new Set(mounts.filter(isMarked).map(({ Target }) => Target));
}

async function inspect(docker: Dockerode, handle: string, signal: AbortSignal) {
  const asked = { doing: 'look at the container', code: 'teardown', repeat: 'safe' } as const;
  try {
    return await ask(asked, signal, (abortSignal) => docker.getContainer(handle).inspect({ abortSignal }));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
