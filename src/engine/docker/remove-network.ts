import type Dockerode from 'dockerode';
import { ask } from './ask.ts';
import { dialDone, dialJson } from './dial.ts';
import { ignore } from './ignore.ts';
import { isInUse, retryWhileInUse } from './retry.ts';
import { engineError, isMissing } from './translate.ts';

/**
 * Removes a network by name or id; fine when it is gone. Its containers may be on their way out: waits for that a while.
 * What a container left in it that is gone itself (engines lose track of that at times) is removed with it.
 * Throws with the names of containers that are there and connected.
 */
export async function removeNetwork(docker: Dockerode, name: string, signal: AbortSignal): Promise<void> {
  const attempt = () =>
    ask(askedOf(name), signal, (abortSignal) => docker.getNetwork(name).remove({ abortSignal }).catch(ignore(404)));
  try {
    await retryWhileInUse(attempt, signal);
  } catch (error) {
    if (!isInUse(error)) throw error;
    const connected = await connectedTo(docker, name, signal).catch(unlessGone);
    if (connected === undefined) return;
    const { here, gone } = connected;
    if (here.length > 0) throw stillConnected(name, here, error);
    for (const endpoint of gone) await removeEndpoint(docker, name, endpoint, signal);
    await retryWhileInUse(attempt, signal);
  }
}

/** Somebody else may remove the network while it is looked at. */
function unlessGone(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

const askedOf = (name: string) =>
  ({ doing: `remove the network "${name}"`, code: 'teardown', repeat: 'safe' }) as const;

const pathOf = (name: string): string => `/networks/${encodeURIComponent(name)}`;

/** Names of the containers that a network has a place for: those that exist, and those that do not any more. */
async function connectedTo(
  docker: Dockerode,
  name: string,
  signal: AbortSignal,
): Promise<{ readonly here: readonly string[]; readonly gone: readonly string[] }> {
  const { Containers: endpoints } = await ask(askedOf(name), signal, (abortSignal) =>
    dialJson<Dockerode.NetworkInspectInfo>(docker, { method: 'GET', path: pathOf(name) }, abortSignal),
  );
  const containers = await ask(askedOf(name), signal, (abortSignal) =>
    docker.listContainers({ all: true, abortSignal }),
  );
  const existing = new Set(containers.flatMap(({ Id, Names }) => [Id, ...Names.map((one) => one.replace(/^\//, ''))]));
  const here: string[] = [];
  const gone: string[] = [];
  for (const [id, endpoint] of Object.entries(endpoints ?? {})) {
    // The one with which a swarm balances the load of an overlay network goes with the network.
    if (id.startsWith('lb-')) continue;
    // The name decides as well: an endpoint is removed by it, which must not reach the next container of that name.
    (existing.has(id) || existing.has(endpoint.Name) ? here : gone).push(endpoint.Name);
  }
  return { here, gone };
}

function stillConnected(name: string, containers: readonly string[], cause: unknown): Error {
  const named = containers.map((one) => `"${one}"`).join(', ');
  const one = containers.length === 1;
  return engineError(
    'teardown',
    `could not remove the network "${name}": ${one ? 'a container is' : 'containers are'} still connected to it (${named})`,
    `stop ${one ? 'it' : 'them'}, or take ${one ? 'it' : 'each'} off with "docker network disconnect ${name} ${containers[0]}"`,
    cause,
  );
}

async function removeEndpoint(docker: Dockerode, name: string, endpoint: string, signal: AbortSignal): Promise<void> {
  const body = { Container: endpoint, Force: true };
  await ask(askedOf(name), signal, (abortSignal) =>
    dialDone(docker, { method: 'POST', path: `${pathOf(name)}/disconnect`, body }, abortSignal).catch(ignore(404)),
  );
}
