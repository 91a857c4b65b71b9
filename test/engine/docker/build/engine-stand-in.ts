import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import Dockerode from 'dockerode';

/** An engine that says what no engine at hand would. */
export async function engineStandIn(answer: RequestListener): Promise<{ docker: Dockerode; close(): void }> {
  const server = createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    docker: new Dockerode({ host: '127.0.0.1', port, protocol: 'http' }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
