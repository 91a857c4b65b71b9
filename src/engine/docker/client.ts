import { subscribe } from 'node:diagnostics_channel';
import { readFile } from 'node:fs/promises';
import { type ClientRequest, Agent as HttpAgent } from 'node:http';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type Dockerode from 'dockerode';
import type { DockerOptions } from 'dockerode';
import type { Host } from '../../core/host.ts';
import type { Endpoint, Tls } from './endpoint.ts';

/** Where Node tells of each HTTP request as it is made. */
const channel = 'http.client.request.created';

/** How often a machine behind ssh is asked whether it is still there, in ms; after three times without an answer it is not. */
const keepaliveInterval = 15_000;

/** dockerode's options; its types lack the agent. */
type ConnectionOptions = DockerOptions & { readonly agent?: HttpAgent | undefined };

/** A client for one engine, and what ends its idle connections. */
export interface Client {
  /** speaks this API version; undefined: the engine's own */
  speaking(version: string | undefined): Dockerode;
  close(): void;
}

/** Makes a client; nothing is connected yet. dockerode is loaded here, since plans without an engine do not need it. */
export async function openClient(endpoint: Endpoint, host: Host): Promise<Client> {
  const [{ default: Docker }, agent] = await Promise.all([import('dockerode'), agentOf(endpoint)]);
  const connection = connectionOf(endpoint, host);
  return {
    speaking: (version) => {
      const options: ConnectionOptions = { ...connection, agent, version: version && `v${version}` };
      return terse(new Docker(options));
    },
    close: () => agent?.destroy(),
  };
}

/** Every field is set, if only to undefined, since the client fills what is missing from the process's environment. */
function connectionOf(endpoint: Endpoint, host: Host): ConnectionOptions {
  const nothing = {
    socketPath: undefined,
    host: undefined,
    port: undefined,
    username: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    timeout: undefined,
    pathPrefix: '/',
  };
  switch (endpoint.kind) {
    case 'socket':
      return { ...nothing, socketPath: endpoint.path, protocol: 'http' };
    case 'tcp':
      return { ...nothing, host: endpoint.host, port: endpoint.port, protocol: endpoint.tls ? 'https' : 'http' };
    case 'ssh':
      return {
        ...nothing,
        host: endpoint.host,
        port: endpoint.port,
        username: endpoint.username ?? host.environment.USER,
        protocol: 'ssh',
        sshOptions: {
          keepaliveInterval,
          ...(host.environment.SSH_AUTH_SOCK && { agent: host.environment.SSH_AUTH_SOCK }),
        },
      };
  }
}

/** Connections are kept, since a run makes thousands of small calls; over ssh the client brings its own agent. */
async function agentOf(endpoint: Endpoint): Promise<HttpAgent | undefined> {
  switch (endpoint.kind) {
    case 'socket':
      // A name to check certificates against, which a socket never needs, is looked for on each call where it is not set.
      return new HttpAgent(Object.assign({ keepAlive: true }, { servername: '' }));
    case 'tcp':
      if (endpoint.tls === undefined) return new HttpAgent({ keepAlive: true });
      return new (await import('node:https')).Agent({ keepAlive: true, ...(await readTls(endpoint.tls)) });
    case 'ssh':
      return undefined;
  }
}

/**
 * The client prints what it is about to ask on every call, agent and all open sockets included, for a log that nobody
 * reads: 5 ms each where there are many sockets, and a fifth of a small call where there are few. And it hands a signal
 * to both streams of a call, which listen to all that befalls them on its account: another twentieth.
 */
function terse(docker: Dockerode): Dockerode {
  const { modem } = docker;
  const send: (options: object, ...rest: readonly unknown[]) => void = Reflect.get(modem, 'buildRequest').bind(modem);
  const buildRequest = (options: { readonly signal?: AbortSignal }, ...rest: readonly unknown[]): void => {
    const { signal, ...plain } = options;
    const made = requestMadeBy(() => send(Object.assign(plain, { [inspect.custom]: () => 'a request' }), ...rest));
    const cutOff = (): void => void made?.destroy();
    if (signal?.aborted) cutOff();
    else signal?.addEventListener('abort', cutOff, { once: true });
  };
  Object.assign(modem, { buildRequest });
  return docker;
}

let noted: ClientRequest | undefined;
let isNoting = false;

const note = (message: unknown): void => {
  noted = (message as { readonly request: ClientRequest }).request;
};

/** The request that something makes, which Node tells of as it does (`http.client.request.created`, since 22.12). */
function requestMadeBy(make: () => void): ClientRequest | undefined {
  // Once and for all, since it is the change of a channel that takes long.
  if (!isNoting) subscribe(channel, note);
  isNoting = true;
  noted = undefined;
  make();
  const made = noted;
  noted = undefined;
  return made;
}

async function readTls(tls: Tls) {
  const read = (name: string): Promise<Buffer | undefined> =>
    readFile(join(tls.folder, name)).catch((error: NodeJS.ErrnoException) => {
      // A server may do without client certificates, and its own may be signed by a public authority.
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
  const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
  return { ca, cert, key, rejectUnauthorized: tls.verify };
}
