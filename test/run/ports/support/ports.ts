import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { instanceId } from '../../../../src/core/unit-state.ts';
import type { PortClaim } from '../../../../src/run/ports/port-claims.ts';

/** A port that the first instance of a unit claims. */
export const claim = (port: number, change: Partial<PortClaim> = {}): PortClaim => ({
  instance: instanceId('web'),
  unit: 'web',
  port,
  address: '127.0.0.1',
  protocol: 'tcp',
  ...change,
});

/** A port that a container of another project has published. */
export const held = (port: number, handle = 'c1') => ({
  port,
  address: '0.0.0.0',
  protocol: 'tcp',
  handle,
  container: 'other-web-1',
  project: 'other',
});

/** Of an engine that publishes on another machine, and has nothing published. */
export const elsewhere = { published: [], leaving: new Set<string>(), isHere: false };

/** A port of this machine that this very process listens on until the test ends. */
export async function listeningPort(host = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
