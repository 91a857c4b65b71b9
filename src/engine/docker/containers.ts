import type Dockerode from 'dockerode';
import type { ContainerSpec } from '../../plan/container-spec.ts';
import { putEntries } from './archive.ts';
import { ask, workDeadline } from './ask.ts';
import { containerBody } from './container-body/container-body.ts';
import { endpointsAfterCreate } from './container-body/networking.ts';
import { dialJson } from './dial.ts';
import { foldersFor, givenFiles, mountsFor, writeFiles } from './files.ts';
import { ignore } from './ignore.ts';
import { connectNetwork } from './networks.ts';
import { securityOptions } from './security-options.ts';
import { isConflict, isMissing, refusalOf } from './translate.ts';
import { volumesLeftBehind } from './volumes-left-behind.ts';

interface Created {
  readonly Id: string;
  readonly Warnings?: readonly string[] | null;
}

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
  const fileFolders = foldersFor(files, spec);
  const { platform } = spec.container;
  const query = { name: spec.name, ...(platform !== undefined && { platform }) };
  const body = containerBody({ ...spec, container, mounts }, config, api, fileFolders);
  // Dockerode's own method would put the body into the URL as well, and keeps the engine's warnings to itself.
  const { Id: id, Warnings } = await ask(asked, signal, (abortSignal) =>
    dialJson<Created>(docker, { method: 'POST', path: '/containers/create', query, body }, abortSignal),
  );
  for (const warning of Warnings ?? []) warn(warning);
  try {
    for (const endpoint of endpointsAfterCreate(spec, api)) await connectNetwork(docker, id, endpoint, signal);
    await writeFiles(docker, id, files, spec.container.read_only === true, signal);
    if (spec.folders.length > 0) {
      const entries = spec.folders.map((folder) => ({ name: folder.replace(/^\/+/, ''), mode: 0o777 }));
      await putEntries(docker, id, '/', entries, signal);
    }
  } catch (error) {
    await removeContainer(docker, id, { volumes: true }, AbortSignal.timeout(workDeadline)).catch(() => undefined);
    throw error;
  }
  return id;
}

/** Starts a created or ended container, lets a paused one go on; fine when it runs already. */
export async function startContainer(docker: Dockerode, handle: string, signal: AbortSignal): Promise<void> {
  const asked = { doing: 'start the container', code: 'container-start', deadlineMs: workDeadline } as const;
  await ask(asked, signal, async (abortSignal) => {
    const container = docker.getContainer(handle);
    try {
      await container.start({ abortSignal });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal?.status === 304) return;
      if (refusal?.status !== 409 || !refusal.message.includes('paused')) throw error;
      await container.unpause({ abortSignal });
    }
  });
}

/** A grace period may be as long as its unit needs, in ms; the caller's signal ends the wait for it. */
const stopDeadline = 24 * 3_600_000;

/** Its stop signal and, after the grace period that it was created with, SIGKILL: the engine does both. */
export async function stopContainer(
  docker: Dockerode,
  handle: string,
  signal: AbortSignal,
  graceMs?: number,
): Promise<void> {
  const asked = { doing: 'stop the container', code: 'teardown', deadlineMs: stopDeadline } as const;
  const grace = graceMs === undefined ? {} : { t: Math.ceil(graceMs / 1000) };
  await ask(asked, signal, (abortSignal) =>
    docker
      .getContainer(handle)
      .stop({ ...grace, abortSignal })
      .catch(ignore(304, 404)),
  );
}

/** A signal at once, SIGKILL when none is named; fine when it does not run. */
export async function killContainer(
  docker: Dockerode,
  handle: string,
  signal: AbortSignal,
  name = 'SIGKILL',
): Promise<void> {
  await ask({ doing: `send ${name} to the container` }, signal, (abortSignal) =>
    docker.getContainer(handle).kill({ signal: name, abortSignal }).catch(ignore(404, 409)),
  );
}

/** Removes a container, with its anonymous volumes if asked to, and resolves only when it is really gone. */
export async function removeContainer(
  docker: Dockerode,
  handle: string,
  { volumes }: { readonly volumes: boolean },
  signal: AbortSignal,
): Promise<void> {
  const asked = { doing: 'remove the container', code: 'teardown', deadlineMs: workDeadline } as const;
  const leftBehind = await volumesLeftBehind(docker, handle, volumes, signal);
  try {
    await ask(asked, signal, (abortSignal) =>
      docker.getContainer(handle).remove({ v: volumes, force: true, abortSignal }),
    );
  } catch (error) {
    if (isMissing(error)) return;
    if (!isConflict(error)) throw error;
    await untilRemoved(docker, handle, signal);
  }
  for (const name of leftBehind) {
    await ask(asked, signal, (abortSignal) => docker.getVolume(name).remove({ abortSignal }).catch(ignore(404, 409)));
  }
}

/** Someone else removes it at this moment: waits for the end of that instead of failing. */
async function untilRemoved(docker: Dockerode, handle: string, signal: AbortSignal): Promise<void> {
  const asked = { doing: 'wait for the removal of the container', code: 'teardown', deadlineMs: workDeadline } as const;
  await ask(asked, signal, (abortSignal) =>
    dialJson(
      docker,
      { method: 'POST', path: `/containers/${handle}/wait`, query: { condition: 'removed' } },
      abortSignal,
    ).catch(ignore(404)),
  );
}
