import type Dockerode from 'dockerode';
import type { Network } from '../../manifest/network-model.ts';
import { networkDefinition } from '../../plan/network-definition.ts';
import type { ObservedNetwork } from '../../plan/observed.ts';
import { isAtLeast } from './api-version.ts';
import { ask } from './ask.ts';
import { dialJson } from './dial.ts';
import { gatewaysOf } from './gateways-of.ts';
import { composeLabel, label } from './labels.ts';
import { removeNetwork } from './remove-network.ts';
import { engineError, isConflict } from './translate.ts';

/** A network as the engine describes it, seen from a project. */
export function observedNetwork(found: Dockerode.NetworkInspectInfo, project: string): ObservedNetwork {
  const definition = found.Labels?.[label.network];
  return {
    name: found.Name,
    id: found.Id,
    owned: found.Labels?.[label.project] === project,
    ...(definition !== undefined && { definition }),
    gateways: gatewaysOf(found),
  };
}

/** The network of this name, as a project sees it; undefined where there is none. */
export async function networkNamed(
  docker: Dockerode,
  project: string,
  name: string,
  signal: AbortSignal,
): Promise<ObservedNetwork | undefined> {
  const [first] = await networksNamed(docker, name, signal);
  return first && observedNetwork(first, project);
}

/**
 * Finds a network by its name or creates it; one that is not ours is used as it is, one that is external must exist. Where
 * none was `seen` a moment ago it is not looked for first: the engine tells of one that has come since.
 */
export async function ensureNetwork(
  docker: Dockerode,
  api: string,
  project: string,
  network: Network,
  signal: AbortSignal,
  seen?: 'none',
): Promise<ObservedNetwork & { readonly created: boolean }> {
  const { name } = network;
  const existing = seen === 'none' && !network.external ? [] : await networksNamed(docker, name, signal);
  const [first] = existing;
  if (first !== undefined) return { ...observedNetwork(first, project), created: false };
  if (network.external) {
    throw engineError(
      'engine-refused',
      `the external network "${name}" does not exist on the engine`,
      `create it with "docker network create ${name}", or leave "external" out`,
    );
  }
  const id = await createNetwork(docker, api, project, network, signal);
  const [winner] = await networksNamed(docker, name, signal);
  if (winner === undefined) return ensureNetwork(docker, api, project, network, signal);
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
  const listed = await ask({ doing: `look for the network "${name}"`, repeat: 'safe' }, signal, (abortSignal) =>
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
  api: string,
  project: string,
  network: Network,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { id } = await ask({ doing: `create the network "${network.name}"`, repeat: 'safe' }, signal, (abortSignal) =>
      docker.createNetwork({
        _query: {},
        _body: networkBody(network, project, api),
        abortSignal,
      } as unknown as Dockerode.NetworkCreateOptions),
    );
    return id;
  } catch (error) {
    if (isConflict(error)) return undefined;
    throw error;
  }
}

function networkBody(network: Network, project: string, api: string): object {
  const { ipam } = network;
  return {
    Name: network.name,
    Driver: network.driver ?? 'bridge',
    CheckDuplicate: true,
    Internal: network.internal,
    Attachable: network.attachable,
    EnableIPv6: network.enableIpv6,
    ...(isAtLeast(api, '1.48') && { EnableIPv4: network.enableIpv4 }),
    Options: network.driverOptions,
    IPAM: ipam && {
      Driver: ipam.driver ?? 'default',
      Options: ipam.options,
      Config: ipam.config.map(({ subnet, ipRange, gateway, auxAddresses }) => ({
        Subnet: subnet,
        IPRange: ipRange,
        Gateway: gateway,
        AuxiliaryAddresses: auxAddresses,
      })),
    },
    Labels: {
      ...network.labels,
      [label.project]: project,
      [label.network]: networkDefinition(network),
      [composeLabel.project]: project,
      [composeLabel.network]: network.key,
    },
  };
}

/** Connects a container to one more network. */
export async function connectNetwork(
  docker: Dockerode,
  handle: string,
  { network, endpoint }: { readonly network: string; readonly endpoint: object },
  signal: AbortSignal,
): Promise<void> {
  const path = `/networks/${encodeURIComponent(network)}/connect`;
  const body = { Container: handle, EndpointConfig: endpoint };
  const doing = `connect the container to the network "${network}"`;
  await ask({ doing, repeat: 'stumbles' }, signal, (abortSignal) =>
    dialJson(docker, { method: 'POST', path, body }, abortSignal),
  );
}
