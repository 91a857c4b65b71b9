import type Dockerode from 'dockerode';
import type { ContainerSpec } from '../../plan/container-spec.ts';
import type { Removal } from '../engine.ts';
import { ask, workDeadline } from './ask.ts';
import { containerBody } from './container-body/container-body.ts';
import { endpointsAfterCreate } from './container-body/networking.ts';
import { createNamed } from './create-named.ts';
import { dialDone, dialJson } from './dial.ts';
import { foldersFor, givenFiles, mountsFor, writeFiles } from './files.ts';
import { ignore } from './ignore.ts';
import { connectNetwork } from './networks.ts';
import { foldersInVolumes, makeFolders } from './output-folders.ts';
import { securityOptions } from './security-options.ts';
import { isConflict, isMissing, refusalOf } from './translate.ts';
import { volumesLeftBehind } from './volumes-left-behind.ts';

/** Nothing is done twice where it is asked for again. */
const work = { deadlineMs: workDeadline, repeat: 'safe' } as const;

/** Creates a container with the files and folders that it wants, on all of its networks; a half-made one does not stay. */
export async function createContainer(
  docker: Dockerode,
  api: string,
  spec: ContainerSpec,
  config: Readonly<Record<string, string>>,
  signal: AbortSignal,
  warn: (warning: string) => void = () => undefined,
): Promise<string> {
  const asked = {
    doing: `create the container "${spec.name}"`,
    code: 'container-create',
    deadlineMs: workDeadline,
  } as const;
  const files = await givenFiles(docker, spec, signal);
  const container = {
    ...spec.container,
    security_opt: await securityOptions(spec.container.security_opt ?? [], signal),
  };
  const mounts = [...spec.mounts, ...mountsFor(files)];
  const fileFolders = [...foldersFor(files, spec), ...foldersInVolumes(spec)];
  const { platform } = spec.container;
  const query = { name: spec.name, ...(platform !== undefined && { platform }) };
  const body = containerBody({ ...spec, container, mounts }, config, api, fileFolders);
  const { Id: id, Warnings } = await createNamed(docker, { query, body }, asked, signal);
  for (const warning of Warnings ?? []) warn(warning);
  try {
    for (const endpoint of endpointsAfterCreate(spec, api)) await connectNetwork(docker, id, endpoint, signal);
    await writeFiles(docker, id, files, spec.container.read_only === true, signal);
    await makeFolders(docker, id, spec, signal);
  } catch (error) {
    await removeContainer(docker, id, { volumes: true }, AbortSignal.timeout(workDeadline)).catch(() => undefined);
    throw error;
  }
  return id;
}

/** Starts a created or ended container, lets a paused one go on. False where it had begun before. */
export async function startContainer(docker: Dockerode, handle: string, signal: AbortSignal): Promise<boolean> {
  const asked = { ...work, doing: 'start the container', code: 'container-start' } as const;
  return await ask(asked, signal, async (abortSignal) => {
    try {
      await dialDone(docker, { method: 'POST', path: `/containers/${handle}/start` }, abortSignal);
      return true;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal?.status === 304) return false;
      if (refusal?.status !== 409 || !refusal.message.includes('paused')) throw error;
      await docker.getContainer(handle).unpause({ abortSignal });
      return false;
    }
  });
}

/** Removes a container, with its anonymous volumes if asked to, and resolves only when it is really gone. */
export async function removeContainer(
  docker: Dockerode,
  handle: string,
  { volumes, mounts }: Removal,
  signal: AbortSignal,
): Promise<void> {
  const asked = { ...work, doing: 'remove the container', code: 'teardown' } as const;
  const hasVolumes = mounts?.some(({ type }) => type === 'volume') ?? true;
  const leftBehind = hasVolumes ? await volumesLeftBehind(docker, handle, volumes, signal) : [];
  try {
    await ask(asked, signal, (abortSignal) => {
      const remove = () => docker.getContainer(handle).remove({ v: volumes, force: true, abortSignal });
      return remove().catch((error: unknown) => {
        if (!endedMeanwhile(error)) throw error;
        return remove();
      });
    });
  } catch (error) {
    if (isMissing(error)) return;
    if (!isConflict(error)) throw error;
    await untilRemoved(docker, handle, signal);
  }
  for (const name of leftBehind) {
    await ask(asked, signal, (abortSignal) => docker.getVolume(name).remove({ abortSignal }).catch(ignore(404, 409)));
  }
}

/** An engine (20.10 seen) that was about to end a container which ends by itself at that moment refuses to remove it. */
const endedMeanwhile = (error: unknown): boolean => refusalOf(error)?.message.includes('is not running') === true;

/** Someone else removes it at this moment: waits for the end of that instead of failing. */
async function untilRemoved(docker: Dockerode, handle: string, signal: AbortSignal): Promise<void> {
  const asked = { ...work, doing: 'wait for the removal of the container', code: 'teardown' } as const;
  await ask(asked, signal, (abortSignal) =>
    dialJson(
      docker,
      { method: 'POST', path: `/containers/${handle}/wait`, query: { condition: 'removed' } },
      abortSignal,
    ).catch(ignore(404)),
  );
}
