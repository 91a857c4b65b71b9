import type { Problem } from '../core/problem.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Context } from './context.ts';
import type { Dialect, Port } from './model.ts';
import { spanAt, type Tree } from './tree.ts';

/** A port as the file says it. */
export interface PortValue {
  readonly container: number;
  readonly host?: number;
  readonly address?: string;
  readonly protocol: Port['protocol'];
}

const short = /^(?:(?:(?<address>\[[^\]]*\]|[^:[\]]+):)?(?<host>[^:]*):)?(?<container>[^:/]+)(?:\/(?<protocol>.*))?$/;

/** A port in Compose's short form `[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]`. */
export function parseShortPort(text: string): Result<PortValue, string> {
  const { address = '', host = '', container = '', protocol = 'tcp' } = short.exec(text.trim())?.groups ?? {};
  if (container === '') return fail(`must look like "8080:80" or "127.0.0.1:8080:80/tcp", not "${text}"`);
  if (/^\d+-\d+$/.test(container) || /^\d+-\d+$/.test(host)) {
    return fail(`can not be a range of ports yet: give each port of "${text}" by itself`);
  }
  const wrongAddress = address !== '' && !isAddress(address);
  if (wrongAddress) return fail(`must have the address of an interface in numbers, not "${address}"`);
  const wrong = [host || '1', container].find((port) => !isPort(port));
  if (wrong !== undefined) return fail(`must have ports from 1 to 65535, not "${wrong}"`);
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'sctp') {
    return fail(`must have the protocol tcp, udp or sctp, not "${protocol}"`);
  }
  return ok({
    container: Number(container),
    protocol,
    ...(host === '' ? {} : { host: Number(host) }),
    ...(address === '' ? {} : { address: address.replace(/^\[|\]$/g, '') }),
  });
}

/** A port in Compose's long form. */
export function fromLongPort(value: {
  readonly target: number;
  readonly published?: number | undefined;
  readonly host_ip?: string | undefined;
  readonly protocol?: Port['protocol'] | undefined;
}): Result<PortValue, string> {
  return ok({
    container: value.target,
    protocol: value.protocol ?? 'tcp',
    ...(value.published === undefined ? {} : { host: value.published }),
    ...(value.host_ip === undefined ? {} : { address: value.host_ip }),
  });
}

/** The published port of the long form, which is text since it could be a range; none where it is empty. */
export function parsePublished(text: string): Result<number | undefined, string> {
  if (text === '') return ok(undefined);
  if (/^\d+-\d+$/.test(text)) return fail(`can not be a range of ports yet, such as "${text}"`);
  return isPort(text) ? ok(Number(text)) : fail(`must be a port from 1 to 65535, not "${text}"`);
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

/** An IPv4 address, or an IPv6 address in brackets; the engine checks the rest. */
const isAddress = (text: string): boolean => /^(\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\])$/i.test(text);

/** Compose publishes on all interfaces, devstack on this machine alone. */
const defaultAddress: Readonly<Record<Dialect, string>> = { compose: '0.0.0.0', devstack: '127.0.0.1' };

/** Ports of a unit, with the address that they get in this dialect. `tree` is the unit. */
export function toPorts(values: readonly PortValue[], tree: Tree, context: Context): readonly Port[] {
  return values.map((port, index) => ({
    address: defaultAddress[context.dialect],
    ...port,
    span: spanAt(tree, 'ports', index),
  }));
}

const everywhere = new Set(['0.0.0.0', '::']);

/** Ports of the host that are published twice. */
export function portsTwice(ports: readonly (readonly [unit: string, port: Port])[]): readonly Problem[] {
  const seen: (readonly [string, Port])[] = [];
  return ports.flatMap(([unit, port]) => {
    if (port.host === undefined) return [];
    const first = seen.find(([, other]) => collide(other, port));
    seen.push([unit, port]);
    if (!first) return [];
    const message = `the port ${port.host} of the host is published twice, by "${first[0]}" and by "${unit}"`;
    const related = [{ message: `first published by "${first[0]}"`, span: first[1].span }];
    return [{ severity: 'error', code: 'port-twice', message, span: port.span, related } as const];
  });
}

const collide = (left: Port, right: Port): boolean =>
  left.host === right.host &&
  left.protocol === right.protocol &&
  (left.address === right.address || everywhere.has(left.address) || everywhere.has(right.address));
