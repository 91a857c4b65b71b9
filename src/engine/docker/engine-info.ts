import { readFileSync } from 'node:fs';
import type Dockerode from 'dockerode';
import type { Host } from '../../core/host.ts';
import type { EngineInfo } from '../engine.ts';
import { ignoredKeys, ignoredKeysOf } from './container-body/ignored-keys.ts';
import type { Endpoint } from './endpoint.ts';
import { describeEndpoint } from './endpoint.ts';

/** What is known of an engine from its answer to `GET /version`. */
export function engineInfo(
  endpoint: Endpoint,
  version: Dockerode.DockerVersion,
  apiVersion: string,
  host: Host,
): EngineInfo {
  const product = productOf(version);
  const isLocal = endpoint.kind === 'socket';
  const isOfHost = host.platform === 'linux' && product === 'Docker';
  const bridgesOnHost = isLocal && isOfHost;
  return {
    description: `${product} ${version.Version} at ${describeEndpoint(endpoint)}`,
    apiVersion,
    reaches: ({ gateways }) => bridgesOnHost && hasAddress(gateways),
    // One in a network of its own, or in a virtual machine, hands on here what it publishes.
    publishesHere: (networks) => isLocal && (!isOfHost || hasAddress(networks.flatMap(({ gateways }) => gateways))),
    ignores: (spec) => ignoredKeys(spec, apiVersion),
    ignoresOf: (network) => ignoredKeysOf(network, apiVersion),
    publishedHost: isLocal ? '127.0.0.1' : endpoint.host,
  };
}

/** Which engine it is, as people know it. */
export type Product = 'Docker' | 'Docker Desktop' | 'Docker (rootless)' | 'Podman';

/** A rootless engine or one in a virtual machine keeps its bridges in a network namespace of its own. */
export function productOf(version: Dockerode.DockerVersion): Product {
  const components = (version.Components ?? []).map(({ Name }) => Name);
  if (version.Platform?.Name?.includes('Desktop')) return 'Docker Desktop';
  if (components.includes('rootlesskit')) return 'Docker (rootless)';
  return components.includes('Podman Engine') ? 'Podman' : 'Docker';
}

/**
 * Whether one of these is an address of this machine. Asks the kernel's table of local addresses: Node's list of
 * interfaces leaves out a bridge that has no running container yet.
 */
function hasAddress(addresses: readonly string[]): boolean {
  try {
    const table = readFileSync('/proc/net/fib_trie', 'utf8');
    return addresses.some((address) => isLocal(table, address));
  } catch {
    return false;
  }
}

/** The table holds an address as a leaf, followed by the routes for it. */
function isLocal(table: string, address: string): boolean {
  const leaf = `|-- ${address}\n`;
  for (let at = table.indexOf(leaf); at !== -1; at = table.indexOf(leaf, at + 1)) {
    if (/^\s*\/32 host LOCAL/.test(table.slice(at + leaf.length, at + leaf.length + 80))) return true;
  }
  return false;
}
