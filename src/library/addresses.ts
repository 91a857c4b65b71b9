import { DevstackError } from '../core/failure.ts';
import type { ObservedContainer } from '../plan/observed.ts';

type Published = ObservedContainer['ports'][number];

/** Ports of this machine that lead to units, as of the latest look. */
export type Addresses = ReadonlyMap<string, readonly Published[]>;

/** The addresses of the first container of each unit. */
export const addressesOf = (containers: readonly ObservedContainer[]): Addresses =>
  new Map(containers.filter(({ instance }) => instance.endsWith('#1')).map(({ unit, ports }) => [unit, ports]));

/** Where a unit's port is reached. Throws `usage` or `not-found`. */
export function addressOf(
  addresses: Addresses,
  unit: string,
  port: number | undefined,
): { readonly host: string; readonly port: number } {
  const tcp = (addresses.get(unit) ?? []).filter(({ protocol }) => protocol === 'tcp');
  const candidates = tcp.filter(({ container }) => port === undefined || container === port);
  const [first] = candidates;
  const numbers = [...new Set(tcp.map(({ container }) => container))];
  if (first === undefined) throw notPublished(unit, port, numbers);
  if (port === undefined && numbers.length > 1) {
    const message = `"${unit}" has several ports, so that it has to be said which is meant`;
    throw new DevstackError({ code: 'usage', family: 'usage', message, hint: `it has ${numbers.join(', ')}` });
  }
  const isAny = first.address === '' || first.address === '0.0.0.0' || first.address === '::';
  return { host: isAny ? '127.0.0.1' : first.address, port: first.host };
}

function notPublished(unit: string, port: number | undefined, published: readonly number[]): DevstackError {
  const message = port === undefined ? `"${unit}" publishes no port` : `port ${port} of "${unit}" is not published`;
  const hint =
    published.length === 0 ? 'list it under "ports", and let it run' : `published are ${published.join(', ')}`;
  return new DevstackError({ code: 'not-found', family: 'usage', message, hint });
}
