import type { Service, Unit } from '../../manifest/model.ts';
import type { Outputs } from '../environment-of.ts';
import { addressOf } from './planned-addresses.ts';
import { type Address, type AddressFacts, settleAddress } from './settle-address.ts';

/**
 * Where a service of a running stack is reached from this machine, under one of the ports that it listens on or, with
 * none named, its only one. `units` are those of the manifest, each in the form in which it runs. undefined where no
 * port is meant, the service does not run, or that port is not to be reached from here.
 */
export function addressFromHost(
  service: Service,
  port: number | undefined,
  units: ReadonlyMap<string, Unit>,
  facts: AddressFacts,
  outputs: Outputs = new Map(),
): Address | undefined {
  const planned = addressOf(service, port, 'host', units);
  return planned && settleAddress(planned, facts, outputs);
}
