import type { EngineInfo } from '../../engine/engine.ts';
import type { Networking } from '../../manifest/network-model.ts';
import type { Check, Probe } from '../../manifest/readiness-model.ts';
import type { ObservedContainer, ObservedNetwork } from '../../plan/observed.ts';
import type { Target } from './ask.ts';

/** How network probes of this run reach a unit: chosen once, when its networks are known. */
export type Route =
  /** under its own address on one of these networks */
  | { readonly kind: 'direct'; readonly networks: readonly string[] }
  /** it has the network of the engine's host */
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'published'; readonly host: string }
  /** no way from here: only exec and log probes work */
  | { readonly kind: 'none' };

/** The container's own address where this host reaches it; else published ports. */
export function routeFor(
  info: Pick<EngineInfo, 'publishedHost'> & { reaches(network: ObservedNetwork): boolean },
  networking: Networking,
  networks: readonly (readonly [key: string, network: ObservedNetwork])[],
): Route {
  const { publishedHost: host } = info;
  if (networking.kind === 'networks') {
    const connected = new Set(networking.attachments.map(({ network }) => network));
    const reached = networks.filter(([key, network]) => connected.has(key) && info.reaches(network));
    if (reached.length > 0) return { kind: 'direct', networks: reached.map(([, { name }]) => name) };
  }
  if (host === undefined) return { kind: 'none' };
  const isOfHost = networking.kind === 'mode' && networking.mode === 'host';
  return { kind: isOfHost ? 'host' : 'published', host };
}

/** The port that a probe connects to, when it connects at all. */
function portOf(probe: Probe): number | undefined {
  switch (probe.kind) {
    case 'http':
    case 'tcp':
    case 'grpc':
      return probe.port;
    case 'exec':
    case 'log':
    case 'file':
    case 'health':
      return undefined;
  }
}

/** Ports that have to be published only so that probes reach them: on the engine's loopback, so nowhere if that is not ours. */
export function probePortsFor(checks: readonly Check[], published: readonly number[], route: Route): readonly number[] {
  if (route.kind !== 'published' || !isLoopback(route.host)) return [];
  const ports = checks.map(({ probe }) => portOf(probe)).filter((port) => port !== undefined);
  return [...new Set(ports)].filter((port) => !published.includes(port));
}

/** Where a port of a running container is found; undefined when it can not be reached from here. */
export function targetOf(container: ObservedContainer, port: number, route: Route): Target | undefined {
  switch (route.kind) {
    case 'direct': {
      const host = route.networks.map((name) => container.addresses.get(name)).find((address) => address !== undefined);
      if (host === undefined) return undefined;
      return { host, port, route: `${host}:${port} (its own address)`, proxied: false };
    }
    case 'host':
      return { host: route.host, port, route: `${route.host}:${port} (the host's network)`, proxied: false };
    case 'published': {
      const binding = container.ports.find((entry) => entry.container === port && entry.protocol === 'tcp');
      if (binding === undefined) return undefined;
      // What answers there is another server: the loopback of an engine elsewhere is not the one here.
      if (isLoopback(binding.address) && !isLoopback(route.host)) return undefined;
      const host = isWildcard(binding.address) ? route.host : binding.address;
      return { host, port: binding.host, route: `${host}:${binding.host} (published port)`, proxied: true };
    }
    case 'none':
      return undefined;
  }
}

const isWildcard = (address: string): boolean => address === '' || address === '0.0.0.0' || address === '::';

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');
