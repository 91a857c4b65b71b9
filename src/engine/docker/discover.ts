import { join } from 'node:path';
import type { Host } from '../../core/host.ts';
import { dockerFolder, readDockerConfig } from './docker-config.ts';
import { readContext } from './docker-context.ts';
import type { Endpoint, Tls } from './endpoint.ts';
import { parseEndpoint } from './endpoint.ts';

/** Where an engine may be, or why what the user chose can not be used. `source` says who chose it. */
export type Discovery =
  | { readonly kind: 'chosen'; readonly source: string; readonly endpoint: Endpoint }
  | { readonly kind: 'guessed'; readonly endpoints: readonly Endpoint[] }
  | { readonly kind: 'unusable'; readonly source: string; readonly reason: string };

type Strategy = (host: Host) => Promise<Discovery | undefined>;

/** In the docker CLI's order: DOCKER_HOST, DOCKER_CONTEXT, the current context, then the usual sockets. */
const strategies: readonly Strategy[] = [fromDockerHost, fromContextVariable, fromCurrentContext, fromUsualSockets];

/** Finds out where to look for an engine; the first strategy that applies decides. */
export async function discover(host: Host): Promise<Discovery> {
  for (const strategy of strategies) {
    const found = await strategy(host);
    if (found !== undefined) return found;
  }
  return { kind: 'guessed', endpoints: [] };
}

async function fromDockerHost(host: Host): Promise<Discovery | undefined> {
  const address = host.environment.DOCKER_HOST;
  if (!address) return undefined;
  const parsed = parseEndpoint(address, tlsOf(host), dockerFolder(host));
  return parsed.ok
    ? { kind: 'chosen', source: 'DOCKER_HOST', endpoint: parsed.value }
    : { kind: 'unusable', source: 'DOCKER_HOST', reason: `"${withoutPassword(address)}": ${parsed.reason}` };
}

function tlsOf(host: Host): Tls | undefined {
  const { DOCKER_TLS_VERIFY: verify, DOCKER_TLS: plain, DOCKER_CERT_PATH: folder } = host.environment;
  return verify || plain ? { folder: folder || dockerFolder(host), verify: Boolean(verify) } : undefined;
}

const withoutPassword = (address: string): string => address.replace(/:[^/@]*@/, ':…@');

async function fromContextVariable(host: Host): Promise<Discovery | undefined> {
  const name = host.environment.DOCKER_CONTEXT;
  return name ? fromContext(host, name, 'DOCKER_CONTEXT') : undefined;
}

async function fromCurrentContext(host: Host): Promise<Discovery | undefined> {
  const { currentContext } = await readDockerConfig(host);
  return currentContext ? fromContext(host, currentContext, `the Docker context "${currentContext}"`) : undefined;
}

async function fromContext(host: Host, name: string, source: string): Promise<Discovery | undefined> {
  // The context "default" has no files: it stands for the usual sockets.
  if (name === 'default') return fromUsualSockets(host);
  const read = await readContext(host, name);
  return read.ok ? { kind: 'chosen', source, endpoint: read.value } : { kind: 'unusable', source, reason: read.reason };
}

async function fromUsualSockets(host: Host): Promise<Discovery> {
  const paths = host.platform === 'win32' ? ['//./pipe/docker_engine'] : usualSockets(host);
  return { kind: 'guessed', endpoints: paths.map((path) => ({ kind: 'socket', path })) };
}

function usualSockets(host: Host): readonly string[] {
  const runtime = host.environment.XDG_RUNTIME_DIR || (host.uid === undefined ? '' : `/run/user/${host.uid}`);
  return [
    '/var/run/docker.sock',
    ...(runtime === '' ? [] : [join(runtime, 'docker.sock')]),
    join(host.home, '.docker', 'run', 'docker.sock'),
    join(host.home, '.docker', 'desktop', 'docker.sock'),
    ...(runtime === '' ? [] : [join(runtime, 'podman', 'podman.sock')]),
    '/run/podman/podman.sock',
  ];
}
