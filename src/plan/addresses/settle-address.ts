import { replaceReferences } from '../../manifest/references.ts';
import type { Outputs } from '../environment-of.ts';
import type { ObservedContainer } from '../observed.ts';
import type { UrlParts } from './known-servers.ts';
import type { PlannedAddress } from './planned-addresses.ts';
import { gatewayName, type Way } from './way-to.ts';

/** What is known of a stack while it runs, as far as addresses depend on it. */
export interface AddressFacts {
  /** the first container of a unit, or its process, while it runs */
  containerOf(unit: string): ObservedContainer | undefined;
  /** where published ports are found; undefined: nowhere */
  readonly publishedHost: string | undefined;
  /** an address of its own under which this machine reaches a container, where it does */
  ownAddressOf?(container: ObservedContainer): string | undefined;
}

/** Where a service is reached. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** what of it must be shown to nobody: a URL with a password, and the part that has it */
  readonly secrets: readonly string[];
}

/** What an address comes to; undefined while that is not known, as the service does not run. */
export function settleAddress(
  { way, url }: Pick<PlannedAddress, 'way' | 'url'>,
  facts: AddressFacts,
  outputs: Outputs = new Map(),
): Address | undefined {
  const place = placeAt(way, facts);
  const known = withOutputs(url, outputs);
  return place && known && { ...place, ...urlAt(place, known) };
}

interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

function placeAt(way: Way, facts: AddressFacts): HostAndPort | undefined {
  switch (way.kind) {
    case 'direct':
      return { host: way.host, port: way.port };
    case 'published':
      return publishedAt(way, facts);
    case 'gateway': {
      const container = facts.containerOf(way.unit);
      if (container === undefined) return undefined;
      // Without a way of its own for containers, it is as reachable as it listens.
      const { host: port = way.port } = container.forContainers?.find((one) => one.container === way.port) ?? {};
      return { host: gatewayName, port };
    }
    default:
      return way satisfies never;
  }
}

function publishedAt(
  { unit, port, fixed }: Extract<Way, { kind: 'published' }>,
  facts: AddressFacts,
): HostAndPort | undefined {
  const { publishedHost } = facts;
  if (fixed !== undefined) return at(fixed, publishedHost);
  const container = facts.containerOf(unit);
  const binding = container?.ports.find((one) => one.container === port && one.protocol === 'tcp');
  if (binding !== undefined) return at(binding, publishedHost);
  const own = container && facts.ownAddressOf?.(container);
  return own === undefined ? undefined : { host: own, port };
}

function at(
  { host: port, address }: { readonly host: number; readonly address: string },
  publishedHost: string | undefined,
): HostAndPort | undefined {
  const host = address === '' || address === '0.0.0.0' || address === '::' ? publishedHost : address;
  return host === undefined ? undefined : { host, port };
}

/** undefined where a job has not written yet what it refers to. */
function withOutputs(url: UrlParts, outputs: Outputs): UrlParts | undefined {
  let isKnown = true;
  const put = (text: string): string =>
    replaceReferences(text, (job, output) => {
      const value = outputs.get(job)?.get(output);
      if (value === undefined) isKnown = false;
      return value ?? '';
    });
  const { scheme, query } = url;
  const texts = Object.entries({ user: url.user, password: url.password, database: url.database });
  const known = texts.flatMap(([key, text]) => (text === undefined ? [] : [[key, put(text)] as const]));
  return isKnown ? { scheme, ...(query !== undefined && { query }), ...Object.fromEntries(known) } : undefined;
}

function urlAt(
  { host, port }: HostAndPort,
  { scheme, user = '', password, database, query = '' }: UrlParts,
): Pick<Address, 'url' | 'secrets'> {
  const login = password === undefined ? user : `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  const name = host.includes(':') ? `[${host}]` : host;
  const path = database === undefined ? '' : `/${encodeURIComponent(database)}`;
  const url = `${scheme}://${login === '' ? '' : `${login}@`}${name}:${port}${path}${query}`;
  return { url, secrets: password === undefined ? [] : [url, `${login}@`] };
}
