import { randomUUID } from 'node:crypto';
import type Dockerode from 'dockerode';
import type { Volume } from '../../manifest/model.ts';
import type { ObservedVolume } from '../../plan/observed.ts';
import { ask } from './ask.ts';
import { dialJson } from './dial.ts';
import { ignore } from './ignore.ts';
import { composeLabel, label } from './labels.ts';
import { retryWhileInUse } from './retry.ts';
import { engineError, isMissing } from './translate.ts';

/** What is read of a volume; some engines leave the labels out when there are none. */
interface FoundVolume {
  readonly Name: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly CreatedAt?: string;
}

/** A volume as the engine describes it, seen from a project. */
export function observedVolume(found: FoundVolume, project: string): ObservedVolume {
  return {
    name: found.Name,
    // Of volumes that devstack did not make, the time of creation is the best there is; it has whole seconds.
    identity: found.Labels?.[label.identity] ?? `${found.Name}@${found.CreatedAt ?? ''}`,
    owned: found.Labels?.[label.project] === project,
  };
}

/** Finds a volume by its name or creates it; one that is not ours is used as it is, one that is external must exist. */
export async function ensureVolume(
  docker: Dockerode,
  project: string,
  volume: Volume,
  signal: AbortSignal,
): Promise<ObservedVolume & { readonly created: boolean }> {
  const existing = await findVolume(docker, volume.name, signal);
  if (existing !== undefined) return { ...observedVolume(existing, project), created: false };
  if (volume.external) {
    throw engineError(
      'engine-refused',
      `the external volume "${volume.name}" does not exist on the engine`,
      `create it with "docker volume create ${volume.name}", or leave "external" out`,
    );
  }
  const identity = randomUUID();
  const labels = {
    ...volume.labels,
    [label.project]: project,
    [label.identity]: identity,
    [composeLabel.project]: project,
    [composeLabel.volume]: volume.key,
  };
  const made = observedVolume(await createVolume(docker, volume, labels, signal), project);
  // Someone else may have been faster: the engine then answers with theirs, labels and all.
  return { ...made, created: made.identity === identity };
}

/** A volume by its name; undefined where there is none. */
export async function findVolume(
  docker: Dockerode,
  name: string,
  signal: AbortSignal,
): Promise<FoundVolume | undefined> {
  try {
    return await ask({ doing: `look for the volume "${name}"`, repeat: 'safe' }, signal, (abortSignal) =>
      docker.getVolume(name).inspect({ abortSignal }),
    );
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Creates a volume and tells what the engine then has; dockerode's own method hides the labels. */
export function createVolume(
  docker: Dockerode,
  volume: Pick<Volume, 'name' | 'driver' | 'driverOptions'>,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<FoundVolume> {
  const { name, driver, driverOptions } = volume;
  const body = {
    Name: name,
    Labels: labels,
    DriverOpts: driverOptions,
    ...(driver !== undefined && { Driver: driver }),
  };
  return ask({ doing: `create the volume "${name}"`, repeat: 'safe' }, signal, (abortSignal) =>
    dialJson<FoundVolume>(docker, { method: 'POST', path: '/volumes/create', body }, abortSignal),
  );
}

/** Removes a volume; fine when it is gone. */
export async function removeVolume(docker: Dockerode, name: string, signal: AbortSignal): Promise<void> {
  const asked = { doing: `remove the volume "${name}"`, code: 'teardown', repeat: 'safe' } as const;
  await retryWhileInUse(
    () => ask(asked, signal, (abortSignal) => docker.getVolume(name).remove({ abortSignal }).catch(ignore(404))),
    signal,
  );
}
