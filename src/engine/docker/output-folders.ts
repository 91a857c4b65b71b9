import type Dockerode from 'dockerode';
import type { ContainerSpec } from '../../plan/container-spec.ts';
import { putEntries } from './archive.ts';
import { ask, workDeadline } from './ask.ts';
import { labelsOf } from './container-body/labels-of.ts';
import { createHolder } from './holder.ts';
import { ignore } from './ignore.ts';

const isReadOnly = ({ container }: ContainerSpec): boolean => container.read_only === true;

/** Folders that are to be made; what is mounted there is left as whoever mounted it has it. */
const foldersToMake = ({ folders, mounts }: ContainerSpec): readonly string[] =>
  folders.filter((folder) => mounts.every(({ target }) => target !== folder));

/** Folders that need a volume of their own, since nothing else of the container can be written to. */
export const foldersInVolumes = (spec: ContainerSpec): readonly string[] =>
  isReadOnly(spec) ? foldersToMake(spec) : [];

/** Makes the folders of a created container that everyone may write to, also those that its image has already. */
export async function makeFolders(
  docker: Dockerode,
  handle: string,
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<void> {
  const entries = foldersToMake(spec).map((folder) => ({ name: folder.replace(/^\/+/, ''), mode: 0o777 }));
  if (entries.length === 0) return;
  if (!isReadOnly(spec)) return await putEntries(docker, handle, '/', entries, signal);
  // The root of a volume gets its mode only through a container that can be written to around it.
  const labels = labelsOf({ ...spec, oneOff: true }, {});
  const name = `${spec.name}_folders_${handle.slice(0, 12)}`;
  const holder = await createHolder(docker, { name, labels, volumesFrom: handle }, signal);
  try {
    await putEntries(docker, holder, '/', entries, signal);
  } finally {
    await ask(
      { doing: `remove the container "${name}"`, repeat: 'safe' },
      AbortSignal.timeout(workDeadline),
      (abortSignal) => docker.getContainer(holder).remove({ force: true, abortSignal }).catch(ignore(404)),
    );
  }
}
