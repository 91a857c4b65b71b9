import type Dockerode from 'dockerode';
import type { Host } from '../../core/host.ts';
import type { PullProgress } from '../engine.ts';
import { dialStream } from './dial.ts';
import { nameAndTag } from './image-reference.ts';
import { pushFailure } from './push-failure.ts';
import { credentialsFor } from './registry-credentials.ts';
import { registryHeader } from './registry-header.ts';
import { transfer } from './transfer.ts';

/** Sends an image to its registry with the user's own login. Throws `image-push`. */
export async function pushImage(
  docker: Dockerode,
  host: Host,
  reference: string,
  progress: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const [name, tag] = nameAndTag(reference);
  const login = await credentialsFor(reference, host, signal);
  // Engines before 23 refuse a push without the header, also where there is no login to show.
  const headers = { 'X-Registry-Auth': registryHeader(login ?? {}) };
  await transfer(
    {
      asked: { doing: `push the image "${reference}"`, code: 'image-push' },
      request: (abortSignal) =>
        dialStream(docker, { method: 'POST', path: `/images/${name}/push`, query: { tag }, headers }, abortSignal),
      failure: (engineText, cause) => pushFailure(reference, engineText, cause),
    },
    progress,
    signal,
  );
}
