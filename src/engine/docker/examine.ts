import { statfs } from 'node:fs/promises';
import type Dockerode from 'dockerode';
import { failureOf } from '../../core/failure.ts';
import type { Host } from '../../core/host.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { type AddressPool, type PoolUse, poolUse, usualPools } from './address-pools.ts';
import { ask } from './ask.ts';
import { type Builder, chooseBuilder } from './build/choose-builder.ts';
import { type Connection, connect } from './connect.ts';
import { type DeadLock, findDeadLocks } from './dead-locks.ts';
import { dialJson } from './dial.ts';
import { discover } from './discover.ts';
import type { Product } from './engine-info.ts';
import { gatewaysOf } from './gateways-of.ts';

/** Longest that the engine may take for each answer: who asks what is wrong does not want to wait, ms. */
const deadlineMs = 5_000;

/** What is known of an engine that answers; each part or, in a sentence, why it can not be had. */
export interface Examination {
  /** "Docker 28.5.2 at unix:///var/run/docker.sock" */
  readonly description: string;
  readonly apiVersion: string;
  readonly product: Product;
  /** it is on another machine, or behind a port that may lead to one */
  readonly isRemote: boolean;
  /** its containers publish ports on this machine */
  readonly publishesHere: boolean;
  /** who named it, such as DOCKER_HOST; undefined: it was found at one of the usual sockets */
  readonly source: string | undefined;
  readonly system: Result<SystemFacts, string>;
  readonly builder: Result<Builder, string>;
  /** of the pools that networks are cut from; undefined where the engine's are not known */
  readonly networks: Result<PoolUse | undefined, string>;
  readonly deadLocks: Result<readonly DeadLock[], string>;
}

interface SystemFacts {
  readonly storageDriver: string;
  readonly pools: readonly AddressPool[] | undefined;
  /** the engine's clock minus this machine's, ms; as exact as its answer was quick */
  readonly clockAheadMs: number;
  /** bytes left where images and volumes are; undefined where that is not on this machine */
  readonly free: number | undefined;
  /** pulls go through a proxy */
  readonly hasProxy: boolean;
}

/** Of the answer to `GET /info`; Podman leaves some of it out. */
interface InfoAnswer {
  readonly Driver?: string;
  readonly DockerRootDir?: string;
  readonly SystemTime?: string;
  readonly HttpProxy?: string;
  readonly HttpsProxy?: string;
  readonly DefaultAddressPools?: readonly { readonly Base: string; readonly Size: number }[] | null;
}

/** Looks an engine over, changing nothing. Throws what `connect` throws where none can be used. */
export async function examineEngine(host: Host, signal: AbortSignal): Promise<Examination> {
  const [connection, found] = await Promise.all([connect(host, signal), discover(host)]);
  const { docker, identity, endpoint } = connection;
  try {
    const { info, product } = await identity.get(signal);
    const [system, builder, addresses, deadLocks] = await Promise.all([
      told(systemFacts(connection, product, host, signal)),
      told(chooseBuilder(docker, host, signal, deadlineMs)),
      told(addressesOf(docker, signal)),
      told(findDeadLocks(docker, host, signal)),
    ]);
    const bridges = { name: '', id: '', owned: false, gateways: addresses.ok ? addresses.value.gateways : [] };
    const pools = system.ok ? system.value.pools : undefined;
    return {
      description: info.description,
      apiVersion: info.apiVersion,
      product,
      isRemote: endpoint.kind !== 'socket',
      publishesHere: info.publishesHere([bridges]),
      source: found.kind === 'chosen' ? found.source : undefined,
      system,
      builder,
      networks: addresses.ok ? ok(pools && poolUse(pools, addresses.value.subnets)) : addresses,
      deadLocks,
    };
  } finally {
    connection.close();
  }
}

/** What fails is told in its place: the rest of the examination goes on. */
async function told<Value>(asked: Promise<Value>): Promise<Result<Value, string>> {
  try {
    return ok(await asked);
  } catch (error) {
    return fail(failureOf(error).message);
  }
}

async function systemFacts(
  { docker, endpoint }: Connection,
  product: Product,
  host: Host,
  signal: AbortSignal,
): Promise<SystemFacts> {
  const before = Date.now();
  const answer = await ask({ doing: 'ask the engine about itself', deadlineMs }, signal, (abortSignal) =>
    dialJson<InfoAnswer>(docker, { method: 'GET', path: '/info' }, abortSignal),
  );
  const now = (before + Date.now()) / 2;
  const isHere = endpoint.kind === 'socket' && host.platform === 'linux' && product !== 'Docker Desktop';
  const configured = answer.DefaultAddressPools?.map(({ Base, Size }) => ({ base: Base, size: Size }));
  const clock = Date.parse(answer.SystemTime ?? '');
  return {
    storageDriver: answer.Driver ?? 'unknown',
    pools: configured ?? (product === 'Podman' ? undefined : usualPools),
    clockAheadMs: Number.isNaN(clock) ? 0 : Math.round(clock - now),
    free: isHere && answer.DockerRootDir ? await freeSpaceIn(answer.DockerRootDir) : undefined,
    hasProxy: Boolean(answer.HttpProxy || answer.HttpsProxy),
  };
}

async function freeSpaceIn(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Of all networks, whoever made them. */
async function addressesOf(
  docker: Dockerode,
  signal: AbortSignal,
): Promise<{ readonly subnets: readonly string[]; readonly gateways: readonly string[] }> {
  const networks = await ask({ doing: 'list the networks', deadlineMs }, signal, (abortSignal) =>
    docker.listNetworks({ abortSignal }),
  );
  return {
    subnets: networks.flatMap(({ IPAM }) => IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []),
    gateways: networks.flatMap(gatewaysOf),
  };
}
