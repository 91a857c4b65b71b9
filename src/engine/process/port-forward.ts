import { once } from 'node:events';
import { connect, createServer, type LookupFunction, type Server, type Socket } from 'node:net';
import { stablePorts } from '../../core/stable-ports.ts';
import { processFailure } from './failures.ts';
import { hasCode } from './small-files.ts';
import type { PortToForward, Running, UnitFile } from './unit-file.ts';

/** Ports of a unit that are published, until they are closed. */
export interface OpenPorts {
  readonly bindings: Running['ports'];
  readonly forContainers: NonNullable<Running['forContainers']>;
  close(): void;
}

/**
 * Publishes the ports of a unit under the numbers that the manifest gives them, as an engine does for a container. What
 * the unit itself listens on under that number needs nothing. Throws `port-taken`.
 */
export async function openPorts(file: UnitFile): Promise<OpenPorts> {
  const published: Forward[] = [];
  const forContainers: Forward[] = [];
  const close = (): void => {
    for (const { server, sockets } of [...published, ...forContainers]) {
      server?.close();
      for (const socket of sockets) socket.destroy();
    }
  };
  try {
    for (const port of file.ports) published.push(await forward(port, file));
    const { gateway = '', ports = [] } = file.forContainers ?? {};
    for (const port of ports) forContainers.push(...(await forwardForContainers(port, gateway, file)));
  } catch (error) {
    close();
    throw error;
  }
  return {
    bindings: published.map(({ binding }) => binding),
    forContainers: forContainers.map(({ binding: { container, host } }) => ({ container, host })),
    close,
  };
}

interface Forward {
  readonly binding: Running['ports'][number];
  /** absent: the unit listens there itself */
  readonly server?: Server;
  readonly sockets: ReadonlySet<Socket>;
}

async function forward(port: PortToForward, { about }: UnitFile): Promise<Forward> {
  const { container, address } = port;
  for (const host of candidates(port)) {
    if (host === container) return { binding: { container, host, address, protocol: 'tcp' }, sockets: new Set() };
    const opened = await openForward({ container, host, address });
    if (opened !== undefined) return opened;
  }
  const wanted = typeof port.host === 'number' ? `port ${port.host}` : `each of the ports ${port.host.join('-')}`;
  const message = `${wanted} of the host, which "${about.unit}" publishes, is taken by another program`;
  throw processFailure('port-taken', message, 'stop that, or publish another port');
}

/**
 * Opens a port of the unit for containers, under the same number each time where that is free: never the unit's own,
 * which it may listen on at every address. None where the engine that they are on has gone with its address.
 */
async function forwardForContainers(
  container: number,
  address: string,
  { about: { project, unit } }: UnitFile,
): Promise<readonly Forward[]> {
  for (const host of [...stablePorts(`${project}/${unit}/${container}/gateway`), 0]) {
    try {
      const opened = await openForward({ container, host, address });
      if (opened !== undefined) return [opened];
    } catch (error) {
      if (hasCode(error, 'EADDRNOTAVAIL')) return [];
      throw error;
    }
  }
  return [];
}

/** undefined where the port is taken. */
async function openForward({
  container,
  host,
  address,
}: {
  readonly container: number;
  readonly host: number;
  readonly address: string;
}): Promise<Forward | undefined> {
  const sockets = new Set<Socket>();
  const server = createServer((incoming) => join(incoming, container, sockets));
  // A connection that can not be taken, such as for want of file descriptors, is no reason to end all units.
  server.on('error', () => undefined);
  if (!(await listens(server, host, address))) return undefined;
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : host;
  return { binding: { container, host: port, address, protocol: 'tcp' }, server, sockets };
}

function candidates({ host }: PortToForward): readonly number[] {
  if (typeof host === 'number') return [host];
  const [from, to] = host;
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** false where the port is taken. */
async function listens(server: Server, port: number, address: string): Promise<boolean> {
  try {
    server.listen({ port, ...(address === '' ? {} : { host: address }) });
    await once(server, 'listening');
    return true;
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE')) return false;
    throw error;
  }
}

/** Both of them, whichever of the two "localhost" is on this machine. */
const ownAddresses = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** A unit may listen on either of the addresses that this machine has for itself. */
function join(incoming: Socket, port: number, sockets: Set<Socket>): void {
  const lookup: LookupFunction = (_, __, found) => found(null, [...ownAddresses]);
  const outgoing = connect({ port, host: 'localhost', autoSelectFamily: true, lookup });
  for (const [socket, other] of [[incoming, outgoing] as const, [outgoing, incoming] as const]) {
    sockets.add(socket);
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
    socket.pipe(other);
  }
}
