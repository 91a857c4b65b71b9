import type Dockerode from 'dockerode';
import { ask } from './ask.ts';
import { ignore } from './ignore.ts';
import { refusalOf } from './translate.ts';

/** Freezes all processes of a container; fine when they are frozen already. */
export async function pauseContainer(docker: Dockerode, handle: string, signal: AbortSignal): Promise<void> {
  await ask({ doing: 'pause the container' }, signal, (abortSignal) =>
    docker.getContainer(handle).pause({ abortSignal }).catch(unless('already paused')),
  );
}

/** Lets them go on; fine when they do. */
export async function unpauseContainer(docker: Dockerode, handle: string, signal: AbortSignal): Promise<void> {
  await ask({ doing: 'let the container go on' }, signal, (abortSignal) =>
    docker.getContainer(handle).unpause({ abortSignal }).catch(unless('not paused')),
  );
}

function unless(words: string): (error: unknown) => void {
  return (error) => {
    if (refusalOf(error)?.message.includes(words) !== true) ignore()(error);
  };
}

/** Processes in a running container, as the engine's host lists them. */
export async function processesIn(
  docker: Dockerode,
  handle: string,
  signal: AbortSignal,
): Promise<{ readonly titles: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  const found = await ask({ doing: 'list the processes of the container' }, signal, (abortSignal) =>
    docker.getContainer(handle).top({ abortSignal }),
  );
  return { titles: found.Titles, rows: found.Processes ?? [] };
}
