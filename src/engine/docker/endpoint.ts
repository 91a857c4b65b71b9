import type { Result } from '../../core/result.ts';
import { fail, ok } from '../../core/result.ts';

/** Where TLS material comes from; `verify` is false only where the user asked for that. */
export interface Tls {
  readonly folder: string;
  readonly verify: boolean;
}

/** How an engine is reached. */
export type Endpoint =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: Tls | undefined }
  | { readonly kind: 'ssh'; readonly host: string; readonly port: number; readonly username: string | undefined };

const plainPort = 2375;
const tlsPort = 2376;
const sshPort = 22;

/**
 * Reads an address as DOCKER_HOST and Docker contexts write it: `unix://`, `npipe://`, `tcp://`, `http(s)://`, `ssh://`,
 * or `host:port`. `tls` is what an encrypted connection would use; it is used when set, or when the scheme asks for it.
 */
export function parseEndpoint(address: string, tls: Tls | undefined, defaultFolder: string): Result<Endpoint, string> {
  const separator = address.indexOf('://');
  const scheme = separator === -1 ? 'tcp' : address.slice(0, separator);
  const rest = separator === -1 ? address : address.slice(separator + 3);
  switch (scheme) {
    case 'unix':
    case 'npipe':
      return rest === '' ? fail('it names no socket') : ok({ kind: 'socket', path: rest });
    case 'tcp':
    case 'http':
    case 'https':
    case 'ssh':
      return parseRemote(scheme, rest, scheme === 'https' ? (tls ?? { folder: defaultFolder, verify: true }) : tls);
    default:
      return fail(`"${scheme}" is none of unix, tcp, http, https and ssh`);
  }
}

function parseRemote(scheme: string, rest: string, tls: Tls | undefined): Result<Endpoint, string> {
  const url = URL.parse(`devstack://${rest}`);
  if (url === null || url.hostname === '') return fail('it is no valid address');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? undefined : Number(url.port);
  if (scheme !== 'ssh') return ok({ kind: 'tcp', host, port: port ?? (tls ? tlsPort : plainPort), tls });
  const username = url.username === '' ? undefined : decodeURIComponent(url.username);
  return ok({ kind: 'ssh', host, port: port ?? sshPort, username });
}

/** An endpoint as people write it, without anything secret. */
export function describeEndpoint(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'socket':
      return endpoint.path.startsWith('//') ? `npipe://${endpoint.path}` : `unix://${endpoint.path}`;
    case 'tcp':
      return `tcp://${bracketed(endpoint.host)}:${endpoint.port}`;
    case 'ssh': {
      const user = endpoint.username === undefined ? '' : `${endpoint.username}@`;
      return `ssh://${user}${bracketed(endpoint.host)}:${endpoint.port}`;
    }
  }
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);
