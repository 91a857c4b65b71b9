import type Dockerode from 'dockerode';
import type { ObservedNetwork } from '../../plan/observed.ts';
import { ask } from './ask.ts';
import { ignore } from './containers.ts';
import { composeLabel, label } from './labels.ts';
import { retryWhileInUse } from './retry.ts';
import { isConflict } from './translate.ts';

/** A network as the engine describes it, seen from a project. */
export function observedNetwork(found: Dockerode.NetworkInspectInfo, project: string): ObservedNetwork {
  return {
    name: found.Name,
    id: found.Id,
    owned: found.Labels?.[label.project] === project,
    gateways: (found.IPAM?.Config ?? []).flatMap(({ Gateway }) => (Gateway ? [Gateway.split('/', 1)[0] ?? ''] : [])),
  };
}

/** Finds a network by its name or creates it as a bridge; one that is not ours is used as it is. */
export async function ensureNetwork(
  docker: Dockerode,
  project: string,
  name: string,
  signal: AbortSignal,
): Promise<ObservedNetwork & { readonly created: boolean }> {
  const existing = await networksNamed(docker, name, signal);
  const [first] = existing;
  if (first !== undefined) return { ...observedNetwork(first, project), created: false };
  const id = await createNetwork(docker, project, name, signal);
  const [winner] = await networksNamed(docker, name, signal);
  if (winner === undefined) return ensureNetwork(docker, project, name, signal);
  // Older engines let two creations at once both succeed: all agree on the first, and the others' go away.
  if (id !== undefined && id !== winner.Id) await removeNetwork(docker, id, signal);
  return { ...observedNetwork(winner, project), created: id === winner.Id };
}

/** All networks of exactly this name, the oldest first. */
async function networksNamed(
  docker: Dockerode,
  name: string,
  signal: AbortSignal,
): Promise<readonly Dockerode.NetworkInspectInfo[]> {
  const listed = await ask({ doing: `look for the network "${name}"` }, signal, (abortSignal) =>
    docker.listNetworks({ filters: { name: [name] }, abortSignal }),
  );
  // The engine's filter takes any network whose name contains this one.
  return listed
    .filter(({ Name }) => Name === name)
    .toSorted((one, other) => one.Created.localeCompare(other.Created) || one.Id.localeCompare(other.Id));
}

/** The new network's id; undefined when someone else was faster. */
async function createNetwork(
  docker: Dockerode,
  project: string,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const prefix = `${project}_`;
  const labels = {
    [label.project]: project,
    [composeLabel.project]: project,
    [composeLabel.network]: name.startsWith(prefix) ? name.slice(prefix.length) : name,
  };
  try {
    const { id } = await ask({ doing: `create the network "${name}"` }, signal, (abortSignal) =>
      docker.createNetwork({
        _query: {},
        _body: { Name: name, Driver: 'bridge', CheckDuplicate: true, Labels: labels },
        abortSignal,
      } as unknown as Dockerode.NetworkCreateOptions),
    );
    return id;
  } catch (error) {
    if (isConflict(error)) return undefined;
    throw error;
  }
}

/** Removes a network by name or id; fine when it is gone. Its containers may be on their way out: waits for that a while. */
export async function removeNetwork(docker: Dockerode, name: string, signal: AbortSignal): Promise<void> {
  const asked = { doing: `remove the network "${name}"`, code: 'teardown' } as const;
  await retryWhileInUse(
    () => ask(asked, signal, (abortSignal) => docker.getNetwork(name).remove({ abortSignal }).catch(ignore(404))),
    signal,
  );
}
