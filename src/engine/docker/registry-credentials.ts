import type { Host } from '../../core/host.ts';
import type { RegistryAuth } from './credential-helper.ts';
import { askHelper } from './credential-helper.ts';
import type { DockerConfig, StoredLogin } from './docker-config.ts';
import { readDockerConfig } from './docker-config.ts';
import { registryHost, registryOf } from './image-reference.ts';

/**
 * The login for an image's registry as the docker CLI finds it: the registry's own helper, then the store for all,
 * then config.json itself. undefined: none, so pull without.
 */
export async function credentialsFor(
  reference: string,
  host: Host,
  signal: AbortSignal,
): Promise<RegistryAuth | undefined> {
  const registry = registryOf(reference);
  const config = await readDockerConfig(host);
  const helper = find(config.credHelpers, registry) ?? config.credsStore;
  const fromHelper = helper ? await askHelper(helper, registry, host, signal) : undefined;
  return fromHelper ?? storedLogin(config, registry);
}

function storedLogin({ auths }: DockerConfig, registry: string): RegistryAuth | undefined {
  const login = find(auths, registry);
  return login === undefined ? undefined : authOf(login, registry);
}

/** config.json names registries as hosts or as URLs, depending on who wrote it. */
function find<Value>(entries: Readonly<Record<string, Value>> | undefined, registry: string): Value | undefined {
  if (entries === undefined) return undefined;
  const wanted = registryHost(registry);
  return entries[registry] ?? Object.entries(entries).find(([key]) => registryHost(key) === wanted)?.[1];
}

function authOf(login: StoredLogin, registry: string): RegistryAuth | undefined {
  const { identitytoken, registrytoken } = login;
  const [username, password] = login.auth ? decode(login.auth) : [login.username, login.password];
  if (!username && !identitytoken && !registrytoken) return undefined;
  return {
    serveraddress: registry,
    ...(username && { username, password: password ?? '' }),
    ...(identitytoken && { identitytoken }),
    ...(registrytoken && { registrytoken }),
  };
}

/** A password may hold colons, a user name may not. */
function decode(auth: string): readonly [string, string] {
  const text = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = text.indexOf(':');
  return colon === -1 ? ['', ''] : [text.slice(0, colon), text.slice(colon + 1)];
}
