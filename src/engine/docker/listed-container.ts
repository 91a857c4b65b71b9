import type Dockerode from 'dockerode';
import type { ObservedContainer, Start } from '../../plan/observed.ts';
import { addressesOf, healthOf, markOf, mountOf, networksOf, toldByLabels } from './observed-container.ts';

/**
 * A container as the engine's list tells it, where that is enough: it runs since a start that is known. Else undefined,
 * and it has to be asked about by itself, which takes the engine and us 2 ms each.
 */
export function listedContainer(
  listed: Dockerode.ContainerInfo,
  start: Start | undefined,
): ObservedContainer | undefined {
  const networks = listed.NetworkSettings?.Networks ?? {};
  const told = toldByLabels(listed.Labels);
  if (told === undefined || start?.mark === undefined || start.mark !== markOf(networks)) return undefined;
  // Where its tag has moved on, the list tells the image's id instead of the name that it was made from.
  if (listed.State !== 'running' || listed.Image.startsWith('sha256:')) return undefined;
  return {
    ...told,
    handle: listed.Id,
    name: listed.Names[0]?.replace(/^\//, '') ?? listed.Id,
    image: listed.Image,
    imageId: listed.ImageID,
    status: { kind: 'running', ...start, health: healthOf(listed.Status.match(/\((?:health: )?(\w+)\)$/)?.[1]) },
    mounts: listed.Mounts.map(mountOf),
    ports: listed.Ports.flatMap(({ IP: address, PrivatePort: container, PublicPort: host, Type: protocol }) =>
      host === undefined ? [] : [{ container, host, address: address ?? '', protocol }],
    ),
    addresses: addressesOf(networks),
    networks: networksOf(networks),
  };
}
