import type { Problem } from '../core/problem.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Context } from './context.ts';
import type { Dialect, HostPort, Port } from './model.ts';
import { spanAt, type Tree } from './tree.ts';

/** A port as the file says it. */
export interface PortValue {
  readonly container: number;
  readonly host?: HostPort;
  readonly address?: string;
  readonly protocol: Port['protocol'];
  readonly name?: string;
  readonly appProtocol?: string;
}

type Range = readonly [from: number, to: number];

const protocols = ['tcp', 'udp', 'sctp'] as const;

const short = /^(?:(?:(?<address>\[[^\]]*\]|[^:[\]]+):)?(?<host>[^:]*):)?(?<container>[^:/]+)(?:\/(?<protocol>.*))?$/;

/**
 * Ports in Compose's short form `[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]`. Ranges of the same length on both sides are
 * published one to one; of a range for one port of the container the engine picks a free one.
 */
export function parseShortPorts(text: string): Result<readonly PortValue[], string> {
  const { address = '', host = '', container = '', protocol = 'tcp' } = short.exec(text.trim())?.groups ?? {};
  if (container === '') return fail(`must look like "8080:80" or "127.0.0.1:8080:80/tcp", not "${text}"`);
  const wrongAddress = address !== '' && !isAddress(address);
  if (wrongAddress) return fail(`must have the address of an interface in numbers, not "${address}"`);
  const inner = parseRange(container);
  if (!inner.ok) return inner;
  const outer = isEphemeral(host) ? ok(undefined) : parseRange(host);
  if (!outer.ok) return outer;
  const kind = protocols.find((known) => known === protocol.toLowerCase());
  if (kind === undefined) return fail(`must have the protocol tcp, udp or sctp, not "${protocol}"`);
  const rest: Pick<PortValue, 'protocol' | 'address'> = {
    protocol: kind,
    ...(address === '' ? {} : { address: address.replace(/^\[|\]$/g, '') }),
  };
  return pairs(inner.value, outer.value, rest, text);
}

function pairs(
  inner: Range,
  outer: Range | undefined,
  rest: Pick<PortValue, 'protocol' | 'address'>,
  text: string,
): Result<readonly PortValue[], string> {
  const count = inner[1] - inner[0] + 1;
  if (outer === undefined) return ok(Array.from({ length: count }, (_, at) => ({ container: inner[0] + at, ...rest })));
  const hosts = outer[1] - outer[0] + 1;
  if (count === 1 && hosts > 1) return ok([{ container: inner[0], host: outer, ...rest }]);
  if (count !== hosts) return fail(`must have as many ports of the host as of the container, which "${text}" has not`);
  return ok(Array.from({ length: count }, (_, at) => ({ container: inner[0] + at, host: outer[0] + at, ...rest })));
}

function parseRange(text: string): Result<Range, string> {
  const [from = '', to = from, ...more] = text.split('-');
  const wrong = more.length > 0 ? text : [from, to].find((port) => !isPort(port));
  if (wrong !== undefined) return fail(`must have ports from 1 to 65535, not "${wrong}"`);
  return Number(from) <= Number(to) ? ok([Number(from), Number(to)]) : fail(`has a range that goes down, "${text}"`);
}

/** More than a machine has; ranges of a few bytes stand for thousands of ports. */
const mostPorts = 100_000;

/** Looks how many ports a list of them comes to, before they are made. */
export function countPorts<Items>(items: Items): Result<Items, string> {
  const ranges = Array.isArray(items) ? items.map((item) => (typeof item === 'string' ? sizeOfRange(item) : 1)) : [];
  const count = ranges.reduce((sum, size) => sum + size, 0);
  return count <= mostPorts ? ok(items) : fail(`must not be more than ${mostPorts} ports, and these are ${count}`);
}

function sizeOfRange(text: string): number {
  const [, from, to] = /(\d{1,5})-(\d{1,5})(?:\/[a-z]*)?$/.exec(text) ?? [];
  return from === undefined ? 1 : Math.max(1, Number(to) - Number(from) + 1);
}

/** A port in Compose's long form. */
export function fromLongPort(value: {
  readonly target: number;
  readonly published?: HostPort | undefined;
  readonly host_ip?: string | undefined;
  readonly protocol?: Port['protocol'] | undefined;
  readonly name?: string | undefined;
  readonly app_protocol?: string | undefined;
}): Result<readonly PortValue[], string> {
  const { published, host_ip: address, name, app_protocol: appProtocol } = value;
  return ok([
    {
      container: value.target,
      protocol: value.protocol ?? 'tcp',
      ...(published === undefined ? {} : { host: published }),
      ...(address === undefined ? {} : { address }),
      ...(name === undefined ? {} : { name }),
      ...(appProtocol === undefined ? {} : { appProtocol }),
    },
  ]);
}

/** The published port of the long form, which is text since it may be a range; none where it is empty. */
export function parsePublished(text: string): Result<HostPort | undefined, string> {
  if (isEphemeral(text)) return ok(undefined);
  const range = parseRange(text);
  if (!range.ok) return fail('must be a port from 1 to 65535 or a range such as 8000-8010');
  return ok(range.value[0] === range.value[1] ? range.value[0] : range.value);
}

/** The engine picks a port. */
const isEphemeral = (host: string): boolean => host === '' || host === '0';

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

/** An IPv4 address, or an IPv6 address in brackets; the engine checks the rest. */
const isAddress = (text: string): boolean => /^(\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\])$/i.test(text);

/** Compose publishes on all interfaces (''), devstack on this machine alone. */
export const defaultAddress: Readonly<Record<Dialect, string>> = { compose: '', devstack: '127.0.0.1' };

/** Ports of a unit, with the address that they get in this dialect. `tree` is the unit. */
export function toPorts(values: readonly (readonly PortValue[])[], tree: Tree, context: Context): readonly Port[] {
  return values.flatMap((ports, index) => {
    const span = spanAt(tree, 'ports', index);
    return ports.map((port) => ({ ...port, address: port.address ?? defaultAddress[context.dialect], span }));
  });
}

/** Ports of the host that are published twice. Of a range the engine picks a free one, so that it is in nobody's way. */
export function portsTwice(ports: readonly (readonly [unit: string, port: Port])[]): readonly Problem[] {
  const seen = new Map<string, (readonly [string, Port])[]>();
  return ports.flatMap(([unit, port]) => {
    if (typeof port.host !== 'number') return [];
    const key = `${port.host}/${port.protocol}`;
    const others = seen.get(key) ?? [];
    const first = others.find(([, other]) => collide(other, port));
    seen.set(key, [...others, [unit, port]]);
    if (!first || isSame(first, [unit, port])) return [];
    const message = `the port ${port.host} of the host is published twice, by "${first[0]}" and by "${unit}"`;
    const related = [{ message: `first published by "${first[0]}"`, span: first[1].span }];
    return [{ severity: 'error', code: 'port-twice', message, span: port.span, related } as const];
  });
}

/** One unit may say the same twice, as files that are put together do. */
const isSame = ([unit, port]: readonly [string, Port], [other, second]: readonly [string, Port]): boolean =>
  unit === other && port.container === second.container && port.address === second.address;

const isIpv6 = (address: string): boolean => address.includes(':');

const isEverywhere = (address: string): boolean => address === '' || address === '0.0.0.0' || address === '::';

/** All interfaces by their address are those of one family, and without one those of both. */
function collide({ address: left }: Port, { address: right }: Port): boolean {
  if (left === right || left === '' || right === '') return true;
  return isIpv6(left) === isIpv6(right) && (isEverywhere(left) || isEverywhere(right));
}
