import type Dockerode from 'dockerode';
import { sleep } from '../sleep.ts';
import { ask } from './ask.ts';
import { isMissing } from './translate.ts';

/** Pauses between looks, in ms: half a minute in all, which a busy engine may need. */
const pauses = [0, 25, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800];

/**
 * Waits for a container whose name is taken: an engine reserves the name some time before it shows the container.
 * Undefined where it never does.
 */
export async function containerAppears(
  docker: Dockerode,
  name: string,
  signal: AbortSignal,
): Promise<Dockerode.ContainerInspectInfo | undefined> {
  for (const pause of pauses) {
    await sleep(pause, signal);
    try {
      return await ask({ doing: `look for the container "${name}"`, repeat: 'safe' }, signal, (abortSignal) =>
        docker.getContainer(name).inspect({ abortSignal }),
      );
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return undefined;
}
