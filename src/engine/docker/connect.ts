import { accessSync } from 'node:fs';
import type Dockerode from 'dockerode';
import type { Host } from '../../core/host.ts';
import { consult } from '../../core/witness.ts';
import type { EngineInfo } from '../engine.ts';
import { pinnedVersion } from './api-version.ts';
import { ask } from './ask.ts';
import type { Client } from './client.ts';
import { openClient } from './client.ts';
import { dialJson } from './dial.ts';
import { discover } from './discover.ts';
import type { Endpoint } from './endpoint.ts';
import { describeEndpoint } from './endpoint.ts';
import { engineInfo, type Product, productOf } from './engine-info.ts';
import { isLost } from './translate.ts';
import type { Attempt } from './unreachable.ts';
import { chosenFailed, nothingAnswered, unusableChoice } from './unreachable.ts';

/** An engine that answered. */
export interface Connection {
  readonly docker: Dockerode;
  readonly info: EngineInfo;
  readonly endpoint: Endpoint;
  readonly product: Product;
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
    const opened = await openClient(endpoint, host);
    client = opened;
    const doing = `reach the engine at ${describeEndpoint(endpoint)}`;
    const version = await ask({ doing, code: 'engine-lost', deadlineMs, repeat: 'never' }, signal, (abortSignal) =>
      dialJson<Dockerode.DockerVersion>(opened.speaking(undefined), { method: 'GET', path: '/version' }, abortSignal),
    );
    const api = pinnedVersion(version.ApiVersion);
    const info = engineInfo(endpoint, version, api, host);
    const docker = opened.speaking(api);
    return { connection: { docker, info, endpoint, product: productOf(version), close: opened.close } };
  } catch (error) {
    client?.close();
    if (signal.aborted) throw signal.reason;
    if (client !== undefined && !isLost(error)) throw error;
    return { endpoint, error };
  }
}
