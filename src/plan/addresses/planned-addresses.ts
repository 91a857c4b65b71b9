import type { Service, Unit } from '../../manifest/model.ts';
import type { AddressReference } from '../../manifest/references.ts';
import { type UrlParts, urlOf } from './known-servers.ts';
import { anyPortMeant } from './listening-ports.ts';
import { type From, type Way, wayTo } from './way-to.ts';

/** Where a unit is to find a service: all that is known of that before anything runs. */
export interface PlannedAddress {
  readonly service: string;
  /** as the reference names it */
  readonly named?: number;
  readonly way: Way;
  readonly url: UrlParts;
}

type Units = ReadonlyMap<string, Unit>;

/** The services that a unit refers to, as seen from where it runs, or from this machine; what can not be is left out. */
export function plannedAddresses(unit: Unit, units: Units, from: From = unit): readonly PlannedAddress[] {
  return distinct(unit.addresses).flatMap(({ service: name, port: named }) => {
    const service = units.get(name);
    const address = service?.kind === 'service' ? addressOf(service, named, from, units) : undefined;
    return address === undefined ? [] : [address];
  });
}

/**
 * Where a service is found from a unit, or from this machine (`host`), under a port that it listens on, or its only
 * one. undefined where no port is meant, or it can not be reached from there. See `settleAddress` for what it comes to.
 */
export function addressOf(
  service: Service,
  named: number | undefined,
  from: From,
  units: Units,
): PlannedAddress | undefined {
  const port = anyPortMeant(service, named);
  const way = port === undefined ? undefined : wayTo(from, service, port, units);
  if (port === undefined || way === undefined) return undefined;
  return { service: service.name, ...(named !== undefined && { named }), way, url: urlOf(service, port) };
}

/** Services whose addresses are known only while they run, since they may be others with each start. */
export const movableServices = (addresses: readonly PlannedAddress[]): readonly string[] => [
  ...new Set(
    addresses.flatMap(({ way }) => (way.kind === 'direct' || ('fixed' in way && way.fixed) ? [] : [way.unit])),
  ),
];

/** Each service and port once. */
function distinct(addresses: readonly AddressReference[]): readonly AddressReference[] {
  return [...new Map(addresses.map((one) => [`${one.service}:${one.port ?? ''}`, one])).values()];
}
