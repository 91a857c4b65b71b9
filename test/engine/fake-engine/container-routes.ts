import { answer, type Exchange, filtersOf, hasLabels, json, Refused, type Route } from './exchange.ts';
import type { CreateBody, FakeContainer } from './fake-container.ts';
import { archiveOf, unpackInto } from './files.ts';
import { inspectOf, isNewer, summaryOf } from './inspect.ts';

/** The container that a path names. */
export function containerOf({ state, captured }: Exchange): FakeContainer {
  const found = state.find(captured[0] ?? '');
  if (found === undefined) throw new Refused(404, `No such container: ${captured[0]}`);
  return found;
}

/** Containers without their streams. */
export const containerRoutes: readonly Route[] = [
  ['POST', /^\/containers\/create$/, create],
  ['GET', /^\/containers\/json$/, list],
  [
    'GET',
    /^\/containers\/([^/]+)\/json$/,
    (exchange) => answer(exchange, 200, inspectOf(containerOf(exchange), exchange.state)),
  ],
  ['POST', /^\/containers\/([^/]+)\/start$/, start],
  ['POST', /^\/containers\/([^/]+)\/stop$/, stop],
  ['POST', /^\/containers\/([^/]+)\/kill$/, kill],
  ['POST', /^\/containers\/([^/]+)\/pause$/, pause],
  ['POST', /^\/containers\/([^/]+)\/unpause$/, unpause],
  ['GET', /^\/containers\/([^/]+)\/stats$/, stats],
  ['DELETE', /^\/containers\/([^/]+)$/, remove],
  ['GET', /^\/containers\/([^/]+)\/archive$/, getArchive],
  ['HEAD', /^\/containers\/([^/]+)\/archive$/, statArchive],
  ['PUT', /^\/containers\/([^/]+)\/archive$/, putArchive],
];

function create(exchange: Exchange): void {
  const { state, query, apiVersion } = exchange;
  const body = json(exchange) as CreateBody;
  const name = query.get('name') ?? '';
  const taken = state.find(name);
  if (taken?.name === name) {
    throw new Refused(409, `Conflict. The container name "/${name}" is already in use by container "${taken.id}".`);
  }
  if (!state.images.has(body.Image)) throw new Refused(404, `No such image: ${body.Image}`);
  const networks = Object.keys(body.NetworkingConfig?.EndpointsConfig ?? {});
  if (networks.length > 1 && isNewer('1.44', apiVersion)) {
    throw new Refused(400, 'Container cannot be connected to network endpoints');
  }
  answer(exchange, 201, { Id: state.create(name, body).id, Warnings: [] });
}

function list(exchange: Exchange): void {
  const { label } = filtersOf(exchange);
  const found = exchange.state.containers.values().filter(({ body }) => hasLabels(body.Labels, label));
  answer(exchange, 200, found.map((container) => summaryOf(container, exchange.state)).toArray());
}

/** A container that runs keeps a processor busy all the time. */
function stats(exchange: Exchange): void {
  const container = containerOf(exchange);
  const usage = {
    read: new Date().toISOString(),
    cpu_stats: { cpu_usage: { total_usage: Math.round(performance.now() * 1_000_000) } },
    memory_stats: { usage: 3_000_000, stats: { inactive_file: 1_000_000 } },
  };
  const none = { read: '0001-01-01T00:00:00Z', cpu_stats: { cpu_usage: { total_usage: 0 } }, memory_stats: {} };
  answer(exchange, 200, container.running ? usage : none);
}

function start(exchange: Exchange): void {
  const container = containerOf(exchange);
  if (container.running) {
    answer(exchange, 304);
    return;
  }
  for (const { HostIp, HostPort } of Object.values(container.body.HostConfig?.PortBindings ?? {}).flat()) {
    if (HostPort !== '' && isPortTaken(exchange, HostIp, HostPort)) {
      throw new Refused(
        500,
        `driver failed programming external connectivity on endpoint ${container.name} (${container.id}): Bind for ${HostIp}:${HostPort} failed: port is already allocated`,
      );
    }
  }
  container.start();
  answer(exchange, 204);
}

const isPortTaken = ({ state }: Exchange, address: string, port: string): boolean =>
  state.containers
    .values()
    .filter(({ running }) => running)
    .flatMap(({ body }) => Object.values(body.HostConfig?.PortBindings ?? {}).flat())
    .some(({ HostIp, HostPort }) => HostPort === port && HostIp === address);

async function stop(exchange: Exchange): Promise<void> {
  const container = containerOf(exchange);
  if (!container.running) {
    container.signal('KILL', true);
    answer(exchange, 304);
    return;
  }
  const ended = new Promise<void>((resolve) => container.once('exit', () => resolve()));
  container.signal('TERM', true);
  const seconds = Number(exchange.query.get('t') ?? container.body.StopTimeout ?? 10);
  const timer = setTimeout(() => container.signal('KILL', true), seconds * 1000);
  await ended;
  clearTimeout(timer);
  answer(exchange, 204);
}

async function kill(exchange: Exchange): Promise<void> {
  const container = containerOf(exchange);
  if (!container.running) throw new Refused(409, `cannot kill container: ${container.id}: container is not running`);
  const ended = new Promise<void>((resolve) => container.once('exit', () => resolve()));
  const isTerm = /^(SIG)?TERM$/.test(exchange.query.get('signal') ?? '');
  container.signal(isTerm ? 'TERM' : 'KILL', true);
  await ended;
  answer(exchange, 204);
}

function unpause(exchange: Exchange): void {
  const container = containerOf(exchange);
  if (container.status !== 'paused') throw new Refused(500, `Container ${container.id} is not paused`);
  container.status = 'running';
  exchange.state.tell(container, 'unpause', {});
  answer(exchange, 204);
}

function pause(exchange: Exchange): void {
  const container = containerOf(exchange);
  if (container.status === 'paused') throw new Refused(409, `Container ${container.id} is already paused`);
  container.status = 'paused';
  exchange.state.tell(container, 'pause', {});
  answer(exchange, 204);
}

async function remove(exchange: Exchange): Promise<void> {
  const container = containerOf(exchange);
  if (container.running) {
    const ended = new Promise<void>((resolve) => container.once('exit', () => resolve()));
    container.signal('KILL', true);
    await ended;
  }
  exchange.state.remove(container);
  answer(exchange, 204);
}

function statArchive(exchange: Exchange): void {
  const path = exchange.query.get('path') ?? '';
  const file = exchange.state.filesOf(containerOf(exchange)).get(path);
  if (file === undefined) throw new Refused(404, `Could not find the file ${path} in container`);
  exchange.response.writeHead(200, { 'Content-Type': 'application/json' }).end();
}

async function getArchive(exchange: Exchange): Promise<void> {
  const path = exchange.query.get('path') ?? '';
  const archive = await archiveOf(exchange.state.filesOf(containerOf(exchange)), path);
  if (archive === undefined) throw new Refused(404, `Could not find the file ${path} in container`);
  exchange.response.writeHead(200, { 'Content-Type': 'application/x-tar' });
  exchange.response.end(archive);
}

async function putArchive(exchange: Exchange): Promise<void> {
  await unpackInto(exchange.state.filesOf(containerOf(exchange)), exchange.query.get('path') ?? '/', exchange.body);
  answer(exchange, 200);
}
