import type Dockerode from 'dockerode';
import type { Host } from '../../core/host.ts';
import type { ImageFacts, PullProgress } from '../engine.ts';
import { ask } from './ask.ts';
import { pullFailure } from './pull-failure.ts';
import { credentialsFor } from './registry-credentials.ts';
import { transfer } from './transfer.ts';
import { isMissing, refusalOf } from './translate.ts';

/** An image that the engine has. */
export async function findImage(
  docker: Dockerode,
  reference: string,
  signal: AbortSignal,
): Promise<ImageFacts | undefined> {
  try {
    const found = await ask({ doing: `look for the image "${reference}"` }, signal, (abortSignal) =>
      docker.getImage(reference).inspect({ abortSignal } as Dockerode.ImageInspectOptions),
    );
    const arrived = (found as { Metadata?: { LastTagTime?: string } }).Metadata?.LastTagTime;
    return {
      id: found.Id,
      createdAt: timeOf(arrived) || timeOf(found.Created),
      size: found.Size ?? 0,
      references: found.RepoTags ?? [],
      platform: `${found.Os ?? 'linux'}/${found.Architecture ?? ''}`,
    };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
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
  await transfer(
    {
      asked: { doing: `pull the image "${reference}"`, code: 'image-pull' },
      request: (abortSignal) =>
        docker.pull(reference, { abortSignal, ...(platform && { platform }), ...(authconfig && { authconfig }) }),
      failure: (engineText, cause) => pullFailure(reference, engineText, cause),
    },
    progress,
    signal,
  );
}

/** Takes a name off an image, which goes with its last one (Engine API 1.41, `ImageDelete`). */
export async function removeImage(
  docker: Dockerode,
  reference: string,
  signal: AbortSignal,
): Promise<'removed' | 'absent' | 'in-use'> {
  try {
    await ask({ doing: `remove the image "${reference}"`, code: 'teardown' }, signal, (abortSignal) =>
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
