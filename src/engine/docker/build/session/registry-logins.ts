import type { Host } from '../../../../core/host.ts';
import { encode, Message } from '../../../../core/protobuf.ts';
import { credentialsFor } from '../../registry-credentials.ts';
import type { Services } from './grpc-server.ts';
import { unary } from './grpc-server.ts';

/**
 * Tells the builder the user's own logins, one registry at a time (BuildKit, `moby.filesync.v1.Auth`). The service's
 * calls for tokens are not served: without them the builder asks for the login.
 */
export const registryLogins = (host: Host): Services => ({
  '/moby.filesync.v1.Auth/Credentials': unary(async (request, { signal }) => {
    const registry = new Message(request).text(1);
    const found = await credentialsFor(`${registry}/image`, host, signal);
    return found?.identitytoken
      ? encode([[2, found.identitytoken]])
      : encode([
          [1, found?.username],
          [2, found?.password],
        ]);
  }),
});
