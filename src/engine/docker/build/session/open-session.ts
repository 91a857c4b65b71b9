import { randomUUID } from 'node:crypto';
import type Dockerode from 'dockerode';
import { encode } from '../../../../core/protobuf.ts';
import { ask } from '../../ask.ts';
import { dialUpgrade } from '../../dial.ts';
import type { Services } from './grpc-server.ts';
import { serveGrpc, unary } from './grpc-server.ts';

/** A connection over which the builder calls back. */
export interface Session {
  readonly id: string;
  close(): void;
}

/** The builder asks now and then whether the other end still lives (gRPC health checking); 1 is "serving". */
const health: Services = { '/grpc.health.v1.Health/Check': unary(async () => encode([[1, 1]])) };

/**
 * Opens a session with the builder (Engine API 1.39, `POST /session`). `sharedKey` is the same for builds of one
 * folder, so that what was fetched of it for one build is not fetched again for the next.
 */
export async function openSession(
  docker: Dockerode,
  services: Services,
  sharedKey: string,
  signal: AbortSignal,
): Promise<Session> {
  const id = randomUUID();
  const headers = {
    'X-Docker-Expose-Session-Uuid': id,
    'X-Docker-Expose-Session-Name': 'devstack',
    'X-Docker-Expose-Session-Sharedkey': sharedKey,
    'X-Docker-Expose-Session-Grpc-Method': Object.keys(services),
  };
  const connection = await ask({ doing: 'open a session with the builder' }, signal, (abortSignal) =>
    dialUpgrade(docker, { method: 'POST', path: '/session', protocol: 'h2c', headers }, abortSignal),
  );
  const served = serveGrpc(connection, { ...health, ...services });
  return {
    id,
    close: () => {
      served.destroy();
      connection.destroy();
    },
  };
}
