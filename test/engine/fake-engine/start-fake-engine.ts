import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Host } from '../../../src/core/host.ts';
import { testHost } from '../../support/test-host.ts';
import { containerRoutes } from './container-routes.ts';
import { answer, type Exchange, Refused } from './exchange.ts';
import type { Behaviour } from './fake-container.ts';
import { type Fault, Faults, type Injected } from './faults.ts';
import { isNewer } from './inspect.ts';
import { resourceRoutes } from './resource-routes.ts';
import { FakeState } from './state.ts';
import { streamRoutes } from './stream-routes.ts';

/** A request as it came. */
interface Received {
  readonly method: string;
  /** with the API version and the query */
  readonly url: string;
  readonly path: string;
  readonly version: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** An engine in this process, spoken to over a socket by the real client. */
export interface FakeEngine extends AsyncDisposable {
  readonly socket: string;
  /** a host whose DOCKER_HOST is this engine */
  readonly host: Host;
  readonly requests: readonly Received[];
  readonly state: FakeState;
  inject(fault: Fault): Injected;
  /** what was injected meets no request any more */
  heal(): void;
  /** ends all answers that are under way whose path contains this, without an error, as an engine that goes away; `rest` is the last of each */
  endStreams(path: string, rest?: string): void;
  /** breaks all connections and takes no new ones until `comeBack` */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

/** What the fake engine knows from the start. Behaviours are found by unit, container name or image. */
export interface FakeOptions {
  readonly images?: readonly string[];
  readonly behaviours?: Readonly<Record<string, Behaviour>>;
  readonly apiVersion?: string;
  /** false: what came is not kept, for many requests */
  readonly keepsRequests?: boolean;
}

const routes = [...containerRoutes, ...streamRoutes, ...resourceRoutes];

/** Starts a fake engine on a socket of its own. */
export async function startFakeEngine(options: FakeOptions = {}): Promise<FakeEngine> {
  const { images = ['busybox:1.36'], behaviours = {}, apiVersion = '1.51', keepsRequests = true } = options;
  const folder = await mkdtemp(join(tmpdir(), 'fake-engine-'));
  const socket = join(folder, 'docker.sock');
  const state = new FakeState(images, behaviours);
  const faults = new Faults();
  const requests: Received[] = [];
  const open = new Set<{ readonly path: string; readonly response: ServerResponse }>();

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '' } = request;
    const [, version, rest = ''] = /^(?:\/v([\d.]+))?(\/.*)$/.exec(url) ?? [];
    const { pathname: path, searchParams: query } = new URL(rest, 'http://engine');
    const body = await buffer(request);
    if (keepsRequests) requests.push({ method, url, path, version, headers: request.headers, body });
    const entry = { path, response };
    open.add(entry);
    response.once('close', () => open.delete(entry));
    if (await meetsFault(faults, `${method} ${rest}`, response)) return;
    const exchange = { state, apiVersion, request, response, query, body, captured: [] };
    if (version !== undefined && isNewer(version, apiVersion)) {
      return answer(exchange, 400, {
        message: `client version ${version} is too new. Maximum supported API version is ${apiVersion}`,
      });
    }
    await route(method, path, exchange);
  };

  const server = createServer((request, response) => void serve(request, response));
  const listen = async (): Promise<void> => {
    server.listen(socket);
    await once(server, 'listening');
  };
  const goAway = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  await listen();
  return {
    socket,
    host: testHost({ environment: { DOCKER_HOST: `unix://${socket}`, PATH: process.env.PATH } }),
    requests,
    state,
    inject: (fault) => faults.add(fault),
    heal: () => faults.clear(),
    endStreams: (path, rest = '') => {
      for (const entry of open) if (entry.path.includes(path)) entry.response.end(rest);
    },
    goAway,
    comeBack: listen,
    async [Symbol.asyncDispose]() {
      for (const container of state.containers.values()) state.remove(container);
      await goAway();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function meetsFault(faults: Faults, request: string, response: ServerResponse): Promise<boolean> {
  const effect = faults.take(request);
  switch (effect?.kind) {
    case undefined:
      return false;
    case 'refuse':
      response.writeHead(effect.status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ message: effect.message }));
      return true;
    case 'hang':
      return true;
    case 'cut':
      response.destroy();
      return true;
    case 'lose-answer':
      Object.assign(response, { writeHead: () => response, end: () => response.destroy() });
      return false;
    case 'late-answer': {
      const end = response.end.bind(response) as (body?: string) => void;
      const endLate = (body?: string): void => void effect.until.then(() => end(body));
      Object.assign(response, { end: endLate });
      return false;
    }
    case 'break-off':
      breakOffAfterFirst(response, effect.how);
      return false;
    case 'hold':
      await effect.until;
      return false;
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, effect.ms));
      return false;
  }
}

/** Lets the first part of an answer through, and stops whoever makes the rest of it. */
function breakOffAfterFirst(response: ServerResponse, how: 'cut' | 'end'): void {
  const write = response.write.bind(response) as (chunk: string, sent: () => void) => boolean;
  const end = response.end.bind(response) as () => void;
  const leave = (): void => void (how === 'end' ? end() : response.destroy());
  const nothing = (): ServerResponse => response;
  response.write = (chunk: string) => {
    write(chunk, leave);
    Object.assign(response, { writeHead: nothing, end: nothing });
    throw new Error('broken off');
  };
}

async function route(method: string, path: string, exchange: Exchange): Promise<void> {
  for (const [wanted, pattern, handle] of routes) {
    const found = wanted === method ? pattern.exec(path) : null;
    if (found === null) continue;
    try {
      await handle({ ...exchange, captured: found.slice(1) });
    } catch (error) {
      const status = error instanceof Refused ? error.status : 500;
      answer(exchange, status, { message: error instanceof Error ? error.message : String(error) });
    }
    return;
  }
  answer(exchange, 404, { message: 'page not found' });
}
