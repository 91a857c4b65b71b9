import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/host.ts';
import type { Result } from '../../core/result.ts';
import { fail } from '../../core/result.ts';
import { consult } from '../../core/witness.ts';
import { dockerFolder, isRecord, readJson } from './docker-config.ts';
import type { Endpoint } from './endpoint.ts';
import { parseEndpoint } from './endpoint.ts';

/**
 * The endpoint of a Docker context, from the docker CLI's store: `contexts/meta/<sha256 of the name>/meta.json`,
 * with its TLS files beside it in `contexts/tls`.
 */
export async function readContext(host: Host, name: string): Promise<Result<Endpoint, string>> {
  const folder = dockerFolder(host);
  const digest = createHash('sha256').update(name).digest('hex');
  const endpoint = dockerEndpointOf(await readJson(join(folder, 'contexts', 'meta', digest, 'meta.json')));
  if (endpoint === undefined) return fail(`there is no Docker context "${name}" in "${folder}"`);
  const tlsFolder = join(folder, 'contexts', 'tls', digest, 'docker');
  const tls = (await exists(tlsFolder)) ? { folder: tlsFolder, verify: !endpoint.skipVerify } : undefined;
  return parseEndpoint(endpoint.address, tls, folder);
}

function dockerEndpointOf(meta: unknown): { readonly address: string; readonly skipVerify: boolean } | undefined {
  if (!isRecord(meta) || !isRecord(meta.Endpoints) || !isRecord(meta.Endpoints.docker)) return undefined;
  const { Host: address, SkipTLSVerify: skipVerify } = meta.Endpoints.docker;
  return typeof address === 'string' ? { address, skipVerify: skipVerify === true } : undefined;
}

async function exists(path: string): Promise<boolean> {
  consult(path, 'identity');
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
