import type Dockerode from 'dockerode';
import type { DevstackError } from '../../core/failure.ts';
import type { Host } from '../../core/host.ts';
import type { ImageFacts, PullProgress } from '../engine.ts';
import { again } from './again.ts';
import { ask } from './ask.ts';
import { pullFailure } from './pull-failure.ts';
import { credentialsFor } from './registry-credentials.ts';
import { type Transfer, transfer } from './transfer.ts';
import { engineError, isMissing, refusalOf } from './translate.ts';

/** An image that the engine has. */
export async function findImage(
  docker: Dockerode,
  reference: string,
  signal: AbortSignal,
): Promise<ImageFacts | undefined> {
  try {
    const found = await ask({ doing: `look for the image "${reference}"`, repeat: 'safe' }, signal, (abortSignal) =>
      docker.getImage(reference).inspect({ abortSignal } as Dockerode.ImageInspectOptions),
    );
    const arrived = (found as { Metadata?: { LastTagTime?: string } }).Metadata?.LastTagTime;
    return {
      id: found.Id,
      createdAt: timeOf(arrived) || timeOf(found.Created),
      size: found.Size ?? 0,
      references: found.RepoTags ?? [],
      platform: `${found.Os ?? 'linux'}/${found.Architecture ?? ''}`,
      ...healthOf((found.Config as { Healthcheck?: { Test?: readonly string[] } | null } | null)?.Healthcheck?.Test),
    };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Dockerfile reference, `HEALTHCHECK`: the first word says what the others are. */
function healthOf([kind, ...words]: readonly string[] = []): Pick<ImageFacts, 'healthTest'> {
  if (kind === 'CMD') return { healthTest: { kind: 'exec', argv: words } };
  return kind === 'CMD-SHELL' ? { healthTest: { kind: 'shell', script: words.join(' ') } } : {};
}

/** The engine writes the year 1 for what it does not know. */
const timeOf = (text: string | undefined): number => Math.max(0, Date.parse(text ?? '') || 0);

/** Pulls an image with the user's own login. Throws `image-pull`. */
export async function pullImage(
  docker: Dockerode,
  host: Host,
  reference: string,
  platform: string | undefined,
  progress: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const authconfig = await credentialsFor(reference, host, signal);
  const pull: Transfer = {
    asked: { doing: `pull the image "${reference}"`, code: 'image-pull' },
    request: (abortSignal) =>
      docker.pull(reference, { abortSignal, ...(platform && { platform }), ...(authconfig && { authconfig }) }),
    failure: (engineText, cause) => pullFailure(reference, engineText, cause),
  };
  // What has arrived is kept by the engine, so that a pull that it broke off goes on from there.
  await again('safe', signal, async () => {
    await transfer(pull, progress, signal);
    if ((await findImage(docker, reference, signal)) === undefined) throw brokenOff(pull.asked);
  });
}

/** An engine that goes away ends the report as if all were well. */
const brokenOff = ({ doing }: Transfer['asked']): DevstackError =>
  engineError(
    'engine-lost',
    `could not ${doing}: the engine broke it off`,
    undefined,
    new Error('its report has ended'),
  );

/** Gives an image one more name, which another may have had before. */
export async function tagImage(
  docker: Dockerode,
  image: string,
  reference: string,
  signal: AbortSignal,
): Promise<void> {
  const at = reference.lastIndexOf(':');
  const name = { repo: reference.slice(0, at), tag: reference.slice(at + 1) };
  await ask({ doing: `keep the image as "${reference}"`, repeat: 'safe' }, signal, (abortSignal) =>
    docker.getImage(image).tag({ ...name, abortSignal }),
  );
}

/** Takes a name off an image, which goes with its last one (Engine API 1.41, `ImageDelete`). */
export async function removeImage(
  docker: Dockerode,
  reference: string,
  signal: AbortSignal,
): Promise<'removed' | 'absent' | 'in-use'> {
  try {
    await ask({ doing: `remove the image "${reference}"`, code: 'teardown', repeat: 'safe' }, signal, (abortSignal) =>
      docker.getImage(reference).remove({ abortSignal }),
    );
    return 'removed';
  } catch (error) {
    const status = error instanceof Error ? refusalOf(error.cause)?.status : undefined;
    if (isMissing(error)) return 'absent';
    if (status === 409) return 'in-use';
    throw error;
  }
}
