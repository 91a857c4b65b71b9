import { DevstackError } from '../core/failure.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { Address } from './options.ts';

/** Where units are reached from this machine, as of the latest look. */
export type Addresses = Readonly<Record<string, readonly Address[]>>;

type Published = ObservedContainer['ports'][number];

const isLoose = (address: string): boolean => address === '' || address === '0.0.0.0' || address === '::';

/** The TCP addresses of the first container of each unit. */
export function addressesOf(containers: readonly ObservedContainer[]): Addresses {
  const first = containers.filter(({ instance }) => instance.endsWith('#1'));
  return Object.fromEntries(first.map(({ unit, ports }) => [unit, distinct(ports.filter(isTcp).map(addressAt))]));
}

const isTcp = ({ protocol }: Published): boolean => protocol === 'tcp';

function addressAt({ address, host: port, container }: Published): Address {
  const host = isLoose(address) ? '127.0.0.1' : address;
  return { host, port, url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, unitPort: container };
}

/** A port that is published for IPv4 and IPv6 is one. */
const distinct = (addresses: readonly Address[]): readonly Address[] => [
  ...new Map(addresses.toReversed().map((address) => [address.unitPort, address])).values(),
];

/** Where one port of a unit is reached. Throws `usage` or `not-found`. */
export function addressOf(addresses: Addresses, unit: string, port: number | undefined): Address {
  const all = addresses[unit] ?? [];
  const [found, ...others] = port === undefined ? all : all.filter(({ unitPort }) => unitPort === port);
  const ports = all.map(({ unitPort }) => unitPort).join(', ');
  if (found === undefined) throw notReached(unit, port, ports);
  if (others.length === 0) return found;
  const message = `"${unit}" has several ports, so that it has to be said which is meant`;
  throw new DevstackError({ code: 'usage', family: 'usage', message, hint: `it has ${ports}` });
}

function notReached(unit: string, port: number | undefined, ports: string): DevstackError {
  const message =
    port === undefined
      ? `"${unit}" is not reached from here: it publishes no port, or does not run`
      : `port ${port} of "${unit}" is not reached from here`;
  const hint = ports === '' ? 'list it under "ports"' : `it publishes ${ports}`;
  return new DevstackError({ code: 'not-found', family: 'usage', message, hint });
}
