import { accessSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import type { Host } from '../../core/host.ts';
import { consult } from '../../core/witness.ts';
import type { EngineInfo } from '../engine.ts';
import { pinnedVersion } from './api-version.ts';
import { ask, open } from './ask.ts';
import type { Client } from './client.ts';
import { openClient } from './client.ts';
import { dialJson, dialStream } from './dial.ts';
import { discover } from './discover.ts';
import type { Endpoint } from './endpoint.ts';
import { describeEndpoint } from './endpoint.ts';
import { engineInfo, type Product, productOf } from './engine-info.ts';
import { type Shared, shared } from './shared.ts';
import { abortOf, isLost } from './translate.ts';
import type { Attempt } from './unreachable.ts';
import { chosenFailed, nothingAnswered, unusableChoice } from './unreachable.ts';

/** Who an engine is. */
interface Identity {
  readonly info: EngineInfo;
  readonly product: Product;
}

/** An engine that answered. */
export interface Connection {
  readonly docker: Dockerode;
  /** such as 1.51 */
  readonly apiVersion: string;
  readonly endpoint: Endpoint;
  /** who it is, which it takes longer to tell than how to speak to it: it runs other programs for that */
  readonly identity: Shared<Identity>;
  close(): void;
}

/** Where no engine is, that is known at once; one that is busy may take this long to answer, in ms. */
const deadlineMs = 15_000;

/** Finds the engine and pins the API version. Throws `engine-unreachable`, with what was tried, or `engine-too-old`. */
export async function connect(host: Host, signal: AbortSignal): Promise<Connection> {
  const found = await discover(host);
  switch (found.kind) {
    case 'unusable':
      throw unusableChoice(found.source, found.reason);
    case 'chosen': {
      const attempt = await tryEndpoint(found.endpoint, host, signal);
      if ('connection' in attempt) return attempt.connection;
      throw chosenFailed(found.source, attempt);
    }
    case 'guessed': {
      const failed: Attempt[] = [];
      for (const endpoint of found.endpoints) {
        const attempt = await tryEndpoint(endpoint, host, signal);
        if ('connection' in attempt) return attempt.connection;
        failed.push(attempt);
      }
      throw nothingAnswered(failed, host);
    }
  }
}

async function tryEndpoint(
  endpoint: Endpoint,
  host: Host,
  signal: AbortSignal,
): Promise<{ readonly connection: Connection } | Attempt> {
  let client: Client | undefined;
  try {
    if (endpoint.kind === 'socket') consult(endpoint.path, 'identity');
    // Where there is no socket, a client for it is not worth loading.
    if (endpoint.kind === 'socket' && host.platform !== 'win32') accessSync(endpoint.path);
    client = await openClient(endpoint, host);
    return { connection: await connectionOver(client, endpoint, host, signal) };
  } catch (error) {
    client?.close();
    if (signal.aborted) throw signal.reason;
    if (client !== undefined && !isLost(error)) throw error;
    return { endpoint, error };
  }
}

/** Asks an engine how to speak to it, and beside that who it is. */
async function connectionOver(
  client: Client,
  endpoint: Endpoint,
  host: Host,
  signal: AbortSignal,
): Promise<Connection> {
  const doing = `reach the engine at ${describeEndpoint(endpoint)}`;
  const asked = { doing, code: 'engine-lost', deadlineMs, repeat: 'never' } as const;
  const bare = client.speaking(undefined);
  const identify = async (scope: AbortSignal): Promise<Identity> => {
    const version = await ask({ ...asked, repeat: 'stumbles' }, scope, (abortSignal) =>
      dialJson<Dockerode.DockerVersion>(bare, { method: 'GET', path: '/version' }, abortSignal),
    );
    const info = engineInfo(endpoint, version, pinnedVersion(version.ApiVersion), host);
    return { info, product: productOf(version) };
  };
  const identity = shared(identify, (aborted) => abortOf(aborted, { doing }));
  const identified = identity.get(signal).then(({ info }) => info.apiVersion);
  const pinged = open(asked, signal, (abortSignal) =>
    dialStream(bare, { method: 'GET', path: '/_ping' }, abortSignal),
  ).then((answer) => versionTold(answer));
  const close = (): void => {
    identity.close();
    client.close();
  };
  try {
    // A proxy before the engine may let only one of them through.
    const apiVersion = await Promise.any([pinged, identified]).catch(() => identified);
    return { docker: client.speaking(apiVersion), apiVersion, endpoint, identity, close };
  } catch (error) {
    identity.close();
    throw error;
  }
}

/** The version that an engine tells in the headers of its answer (engine API 1.41, `GET /_ping`). */
function versionTold(answer: Readable): string {
  answer.resume();
  const told = (answer as IncomingMessage).headers['api-version'];
  return pinnedVersion(String(told ?? ''));
}
