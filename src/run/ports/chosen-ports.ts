import { stablePorts } from '../../core/stable-ports.ts';
import type { ContainerSpec } from '../../plan/container-spec.ts';
import type { RunContext } from '../context.ts';
import { isPortFree } from './try-port.ts';

/**
 * Ports of this machine for those of a container that processes here are given: the same ones each time where they are
 * free, so that these need not be made anew because a container was started once more. An engine elsewhere chooses.
 */
export async function chosenPorts(
  { info, ground }: Pick<RunContext, 'info' | 'ground'>,
  { portsForHost, project, unit, index }: ContainerSpec,
): Promise<ContainerSpec['portsForHost']> {
  if (portsForHost.length === 0 || !info.publishesHere(ground.networks)) return portsForHost;
  return await Promise.all(
    portsForHost.map(async ({ container }) => {
      for (const host of stablePorts(`${project}/${unit}/${index}/${container}`)) {
        if (await isPortFree(host, '127.0.0.1', 'tcp')) return { container, host };
      }
      return { container };
    }),
  );
}
