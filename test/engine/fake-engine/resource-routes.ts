import { randomBytes } from 'node:crypto';
import { answer, begin, type Exchange, filtersOf, hasLabels, json, Refused, type Route } from './exchange.ts';
import type { FakeContainer } from './fake-container.ts';
import { fakeAddress } from './inspect.ts';
import type { FakeNetwork, FakeVolume } from './state.ts';

interface Named {
  readonly Name: string;
  readonly Driver?: string;
  readonly Labels?: Readonly<Record<string, string>>;
}

/** Images, networks, volumes, and the engine itself. */
export const resourceRoutes: readonly Route[] = [
  ['GET', /^\/version$/, version],
  ['GET', /^\/info$/, (exchange) => answer(exchange, 200, exchange.state.info)],
  ['GET', /^\/_ping$/, ping],
  ['GET', /^\/images\/(.+)\/json$/, inspectImage],
  ['POST', /^\/images\/create$/, createImage],
  ['DELETE', /^\/images\/(.+)$/, removeImage],
  ['GET', /^\/networks$/, listNetworks],
  ['POST', /^\/networks\/create$/, createNetwork],
  ['GET', /^\/networks\/([^/]+)$/, inspectNetwork],
  ['DELETE', /^\/networks\/([^/]+)$/, removeNetwork],
  ['POST', /^\/networks\/([^/]+)\/connect$/, connect],
  ['POST', /^\/networks\/([^/]+)\/disconnect$/, disconnect],
  ['GET', /^\/volumes$/, listVolumes],
  ['POST', /^\/volumes\/create$/, createVolume],
  ['GET', /^\/volumes\/([^/]+)$/, inspectVolume],
  ['DELETE', /^\/volumes\/([^/]+)$/, removeVolume],
];

function ping(exchange: Exchange): void {
  exchange.response.setHeader('Api-Version', exchange.apiVersion);
  answer(exchange, 200, 'OK');
}

function version(exchange: Exchange): void {
  const { apiVersion } = exchange;
  answer(exchange, 200, {
    Version: '0.0.0-fake',
    ApiVersion: apiVersion,
    Os: 'linux',
    Platform: { Name: '' },
    Components: [],
  });
}

function inspectImage(exchange: Exchange): void {
  const reference = decodeURIComponent(exchange.captured[0] ?? '');
  const id = exchange.state.images.get(reference);
  if (id === undefined) throw new Refused(404, `No such image: ${reference}`);
  answer(exchange, 200, { Id: id });
}

function removeImage(exchange: Exchange): void {
  const reference = decodeURIComponent(exchange.captured[0] ?? '');
  if (!exchange.state.images.delete(reference)) throw new Refused(404, `No such image: ${reference}`);
  answer(exchange, 200, [{ Untagged: reference }]);
}

/** A pull takes two layers; only a name with "missing" in it fails, in the middle, as registries do. */
function createImage(exchange: Exchange): void {
  const { query, response, state } = exchange;
  const imported = query.get('repo');
  const reference =
    imported === null ? `${query.get('fromImage')}:${query.get('tag')}` : `${imported}:${query.get('tag')}`;
  const report = (line: object): void => void response.write(`${JSON.stringify(line)}\r\n`);
  begin(exchange);
  if (imported === null) {
    report({ status: 'Downloading', id: 'aaa', progressDetail: { current: 10, total: 100 } });
    report({ status: 'Downloading', id: 'bbb', progressDetail: { current: 5, total: 50 } });
    if (reference.includes('missing')) {
      report({ error: `manifest for ${reference} not found: manifest unknown`, errorDetail: {} });
      return void response.end();
    }
    report({ status: 'Download complete', id: 'aaa', progressDetail: {} });
    report({ status: 'Download complete', id: 'bbb', progressDetail: {} });
  }
  state.addImage(reference);
  response.end();
}

const networkBody = ({ left: _, ...network }: FakeNetwork) => ({
  ...network,
  Driver: 'bridge',
  IPAM: { Config: [{ Subnet: '127.0.0.0/8', Gateway: fakeAddress }] },
});

function listNetworks(exchange: Exchange): void {
  const { name, label } = filtersOf(exchange);
  const found = exchange.state.networks
    .values()
    .filter(({ Name, Labels }) => (name?.some((part) => Name.includes(part)) ?? true) && hasLabels(Labels, label));
  answer(exchange, 200, found.map(networkBody).toArray());
}

function createNetwork(exchange: Exchange): void {
  const { state } = exchange;
  const { Name, Labels = {} } = json(exchange) as Named;
  if (state.networks.values().some((network) => network.Name === Name)) {
    throw new Refused(409, `network with name ${Name} already exists`);
  }
  const Id = randomBytes(32).toString('hex');
  state.networks.set(Id, { Name, Id, Labels, Created: state.now(), left: new Set() });
  answer(exchange, 201, { Id });
}

function networkOf({ state, captured }: Exchange): FakeNetwork {
  const found = state.networks.values().find(({ Name, Id }) => Name === captured[0] || Id === captured[0]);
  if (found === undefined) throw new Refused(404, `network ${captured[0]} not found`);
  return found;
}

const runningIn = ({ state }: Exchange, { Name }: FakeNetwork): readonly FakeContainer[] =>
  state.containers
    .values()
    .filter(({ running, body }) => running && body.HostConfig?.NetworkMode === Name)
    .toArray();

function inspectNetwork(exchange: Exchange): void {
  const found = networkOf(exchange);
  const live = runningIn(exchange, found).map(({ id, name }) => [id, { Name: name }]);
  const left = found.left
    .values()
    .map((name) => [`ep-${name}`, { Name: name }])
    .toArray();
  answer(exchange, 200, { ...networkBody(found), Containers: Object.fromEntries([...live, ...left]) });
}

function removeNetwork(exchange: Exchange): void {
  const found = networkOf(exchange);
  if (runningIn(exchange, found).length > 0 || found.left.size > 0)
    throw new Refused(403, `error while removing network: network ${found.Name} id ${found.Id} has active endpoints`);
  exchange.state.networks.delete(found.Id);
  answer(exchange, 204);
}

function connect(exchange: Exchange): void {
  const { Container } = json(exchange) as { readonly Container: string };
  const container = exchange.state.find(Container);
  if (container === undefined) throw new Refused(404, `No such container: ${Container}`);
  container.joined.add(networkOf(exchange).Name);
  answer(exchange, 200);
}

/** Of what is left of a container that is gone, as only "force" does it. */
function disconnect(exchange: Exchange): void {
  const { Container, Force = false } = json(exchange) as { readonly Container: string; readonly Force?: boolean };
  if (!Force || !networkOf(exchange).left.delete(Container)) throw new Refused(404, `No such container: ${Container}`);
  answer(exchange, 200);
}

const volumeBody = ({ files: _, ...volume }: FakeVolume) => volume;

function listVolumes(exchange: Exchange): void {
  const { label } = filtersOf(exchange);
  const found = exchange.state.volumes.values().filter(({ Labels }) => hasLabels(Labels, label));
  answer(exchange, 200, { Volumes: found.map(volumeBody).toArray(), Warnings: null });
}

/** A volume of that name keeps what it was made with, whatever is asked for now. */
function createVolume(exchange: Exchange): void {
  const { state } = exchange;
  const { Name, Driver = 'local', Labels = {} } = json(exchange) as Named;
  const CreatedAt = new Date().toISOString().replace(/\.\d+/, '');
  const volume = state.volumes.get(Name) ?? { Name, Driver, Labels, CreatedAt, files: new Map() };
  state.volumes.set(Name, volume);
  answer(exchange, 201, volumeBody(volume));
}

function volumeOf({ state, captured }: Exchange): FakeVolume {
  const found = state.volumes.get(captured[0] ?? '');
  if (found === undefined) throw new Refused(404, `get ${captured[0]}: no such volume`);
  return found;
}

function inspectVolume(exchange: Exchange): void {
  answer(exchange, 200, volumeBody(volumeOf(exchange)));
}

function removeVolume(exchange: Exchange): void {
  const { Name } = volumeOf(exchange);
  const user = exchange.state.containers
    .values()
    .find(({ body }) => body.HostConfig?.Mounts?.some(({ Source }) => Source === Name));
  if (user !== undefined) throw new Refused(409, `remove ${Name}: volume is in use - [${user.id}]`);
  exchange.state.volumes.delete(Name);
  answer(exchange, 204);
}
