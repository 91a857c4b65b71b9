import type Dockerode from 'dockerode';
import { ask, open } from './ask.ts';
import { engineError, isMissing } from './translate.ts';

/** Copying may take as long as there is something to copy, ms. */
const copyDeadline = 24 * 3_600_000;

/** A file or folder of a container as a tar archive. Throws `not-found` where there is none. */
export async function copyOut(
  docker: Dockerode,
  handle: string,
  path: string,
  signal: AbortSignal,
): Promise<NodeJS.ReadableStream> {
  try {
    return await open({ doing: `read "${path}" from the container` }, signal, (abortSignal) =>
      docker.getContainer(handle).getArchive({ path, abortSignal }),
    );
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw engineError('not-found', `there is no "${path}" in the container`, undefined, error);
  }
}

/** Unpacks a tar archive into a folder of a container. Throws `not-found` where there is no such folder. */
export async function copyIn(
  docker: Dockerode,
  handle: string,
  folder: string,
  archive: NodeJS.ReadableStream,
  { owner }: { readonly owner: boolean },
  signal: AbortSignal,
): Promise<void> {
  const asked = {
    doing: `put files into "${folder}" of the container`,
    deadlineMs: copyDeadline,
    repeat: 'never',
  } as const;
  try {
    await ask(asked, signal, async (abortSignal) => {
      const options = { path: folder, abortSignal, ...(owner && { copyUIDGID: '1' as const }) };
      await docker.getContainer(handle).putArchive(archive, options);
    });
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw engineError('not-found', `there is no folder "${folder}" in the container`, undefined, error);
  }
}
