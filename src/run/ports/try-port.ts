import { once } from 'node:events';
import { createServer } from 'node:net';
import { isBound } from './process-on-port.ts';

/**
 * Whether a port of this machine can be listened on now. Where the right to try is missing, as for those below 1024, the
 * kernel's table says whether somebody does. True where the means are missing: Node speaks no SCTP.
 */
export async function isPortFree(port: number, address: string, protocol: string): Promise<boolean> {
  if (protocol === 'sctp') return true;
  try {
    await (protocol === 'udp' ? bindUdp(port, address) : listenTcp(port, address));
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' ? !(await isBound(port, protocol, address)) : code !== 'EADDRINUSE';
  }
}

/** Whether something can listen on an address at all; '' is all of this machine. */
export async function isOfThisMachine(address: string): Promise<boolean> {
  try {
    await listenTcp(0, address);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EADDRNOTAVAIL';
  }
}

/**
 * A port above this one, near it, that nobody of this machine listens on, and that is not `spoken for`; undefined where
 * the next few are all taken.
 */
export async function freePortNear(
  port: number,
  address: string,
  protocol: string,
  spokenFor: ReadonlySet<number>,
): Promise<number | undefined> {
  for (let next = port + 1; next <= Math.min(port + furthest, 65_535); next++) {
    if (!spokenFor.has(next) && (await isPortFree(next, address, protocol))) return next;
  }
  return undefined;
}

const furthest = 50;

async function listenTcp(port: number, address: string): Promise<void> {
  const server = createServer();
  // The engine publishes on an address of IP version 6 without those of version 4.
  server.listen({ port, exclusive: true, ...(address !== '' && { host: address, ipv6Only: address.includes(':') }) });
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

async function bindUdp(port: number, address: string): Promise<void> {
  const { createSocket } = await import('node:dgram');
  const isVersion6 = address.includes(':');
  const socket = createSocket({ type: isVersion6 ? 'udp6' : 'udp4', reuseAddr: false, ipv6Only: isVersion6 });
  const bound = once(socket, 'listening');
  socket.bind({ port, exclusive: true, ...(address !== '' && { address }) });
  await bound;
  socket.close();
}
