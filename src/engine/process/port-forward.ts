import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { processFailure } from './failures.ts';
import { hasCode } from './small-files.ts';
import type { PortToForward, Running, UnitFile } from './unit-file.ts';

/** Ports of a unit that are published, until they are closed. */
export interface OpenPorts {
  readonly bindings: Running['ports'];
  close(): void;
}

/**
 * Publishes the ports of a unit under the numbers that the manifest gives them, as an engine does for a container. What
 * the unit itself listens on under that number needs nothing. Throws `port-taken`.
 */
export async function openPorts(file: UnitFile): Promise<OpenPorts> {
  const open: Forward[] = [];
  const close = (): void => {
    for (const { server, sockets } of open) {
      server?.close();
      for (const socket of sockets) socket.destroy();
    }
  };
  try {
    for (const port of file.ports) open.push(await forward(port, file));
  } catch (error) {
    close();
    throw error;
  }
  return { bindings: open.map(({ binding }) => binding), close };
}

interface Forward {
  readonly binding: Running['ports'][number];
  /** absent: the unit listens there itself */
  readonly server?: Server;
  readonly sockets: ReadonlySet<Socket>;
}

async function forward(port: PortToForward, { about }: UnitFile): Promise<Forward> {
  const { container, address } = port;
  const binding = (host: number) => ({ container, host, address, protocol: 'tcp' });
  for (const host of candidates(port)) {
    if (host === container) return { binding: binding(host), sockets: new Set() };
    const sockets = new Set<Socket>();
    const server = createServer((incoming) => join(incoming, container, sockets));
    if (!(await listens(server, host, address))) continue;
    const bound = server.address();
    return { binding: binding(typeof bound === 'object' && bound !== null ? bound.port : host), server, sockets };
  }
  const wanted = typeof port.host === 'number' ? `port ${port.host}` : `each of the ports ${port.host.join('-')}`;
  const message = `${wanted} of the host, which "${about.unit}" publishes, is taken by another program`;
  throw processFailure('port-taken', message, 'stop that, or publish another port');
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

/** A unit may listen on either of the addresses that this machine has for itself. */
function join(incoming: Socket, port: number, sockets: Set<Socket>): void {
  const outgoing = connect({ port, host: 'localhost', autoSelectFamily: true });
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
