import type Dockerode from 'dockerode';
import { firstAddress } from './address-pools.ts';

/**
 * The addresses of a network's gateways. Engines (20.10 seen) do not tell that of their own bridge from the time that they
 * made it, which is after each boot of the machine, until they are restarted: it is the first of the subnet then, since one
 * that was chosen (dockerd `--bip`) is always told.
 */
export function gatewaysOf({ Driver, IPAM }: Pick<Dockerode.NetworkInspectInfo, 'Driver' | 'IPAM'>): readonly string[] {
  return (IPAM?.Config ?? []).flatMap(({ Gateway, Subnet }) => {
    const gateway = Gateway?.split('/', 1)[0] || (Driver === 'bridge' && firstAddress(Subnet ?? ''));
    return gateway || [];
  });
}
