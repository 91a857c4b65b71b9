import type { EngineInfo } from '../../engine/engine.ts';
import type { Probe } from '../../manifest/model.ts';
import type { ObservedContainer, ObservedNetwork } from '../../plan/observed.ts';
import type { Target } from './ask.ts';

/** How network probes of this run reach units: chosen once, when the network is known. */
export type Route =
  | { readonly kind: 'direct' }
  | { readonly kind: 'published'; readonly host: string }
  /** no way from here: only exec and log probes work */
  | { readonly kind: 'none' };

/** The container's own address where this host reaches it; else published ports. */
export function routeFor(info: EngineInfo, network: ObservedNetwork): Route {
  if (info.reaches(network)) return { kind: 'direct' };
  return info.publishedHost === undefined ? { kind: 'none' } : { kind: 'published', host: info.publishedHost };
}

/** The port that a probe connects to, when it connects at all. */
function portOf(probe: Probe): number | undefined {
  switch (probe.kind) {
    case 'http':
    case 'tcp':
      return probe.port;
    case 'exec':
    case 'log':
    case 'running':
      return undefined;
  }
}

/** Ports that have to be published only so that a probe reaches them. */
export function probePortsFor(probe: Probe, published: readonly number[], route: Route): readonly number[] {
  const port = portOf(probe);
  if (port === undefined || route.kind === 'direct') return [];
  return published.includes(port) ? [] : [port];
}

/** Where a port of a running container is found; undefined when it can not be reached from here. */
export function targetOf(container: ObservedContainer, port: number, route: Route): Target | undefined {
  switch (route.kind) {
    case 'direct':
      if (container.address === undefined) return undefined;
      return { host: container.address, port, route: `${container.address}:${port} (its own address)`, proxied: false };
    case 'published': {
      const binding = container.ports.find((entry) => entry.container === port && entry.protocol === 'tcp');
      if (binding === undefined) return undefined;
      const host = isWildcard(binding.address) ? route.host : binding.address;
      return { host, port: binding.host, route: `${host}:${binding.host} (published port)`, proxied: true };
    }
    case 'none':
      return undefined;
  }
}

const isWildcard = (address: string): boolean => address === '' || address === '0.0.0.0' || address === '::';
