import type Dockerode from 'dockerode';
import type { PublishedPort } from '../engine.ts';
import { ask } from './ask.ts';
import { composeLabel, label } from './labels.ts';

/** Every port of the host that a container of this engine holds, whoever made it; one entry for each address. */
export async function publishedPorts(docker: Dockerode, signal: AbortSignal): Promise<readonly PublishedPort[]> {
  const found = await ask({ doing: 'look for ports that are taken', repeat: 'safe' }, signal, (abortSignal) =>
    docker.listContainers({ abortSignal }),
  );
  return found.flatMap(({ Id, Names, Labels, Ports }) => {
    const project = Labels[label.project] ?? Labels[composeLabel.project];
    return Ports.filter(({ PublicPort }) => PublicPort !== undefined && PublicPort > 0).map((port) => ({
      port: port.PublicPort,
      address: port.IP ?? '',
      protocol: port.Type,
      handle: Id,
      container: (Names[0] ?? '').replace(/^\//, ''),
      ...(project !== undefined && { project }),
    }));
  });
}
