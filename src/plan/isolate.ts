import type { Problem } from '../core/problem.ts';
import type { Namespace } from '../manifest/container-keys.ts';
import type { Manifest, Port, Unit, Volume } from '../manifest/model.ts';
import type { Network, Networking } from '../manifest/network-model.ts';
import { listeningPorts } from './addresses/listening-ports.ts';
import { sharedWithOthers } from './shared-with-others.ts';

/** A manifest whose stack shares nothing with another of the same files, as far as that is possible. */
export interface Isolated {
  readonly manifest: Manifest;
  /** what it shares all the same */
  readonly warnings: readonly Problem[];
}

/** The name of an isolated stack of a project; `id` is 8 hex digits. */
export const isolatedName = (project: string, id: string): string => `${project}-t-${id}`;

const isolatedEnd = /-t-[0-9a-f]{8}$/;

/** Whether a project has the name of an isolated stack. */
export const isIsolatedName = (name: string): boolean => isolatedEnd.test(name);

/** The name of the project that an isolated stack is of. */
export const nameOfIsolated = (name: string): string => name.replace(isolatedEnd, '');

/**
 * Changes what a manifest has fixed, so that its stack can be there beside others of the same files: ports are published
 * on free ones of this machine alone, and whatever has a name of its own on the engine gets that of the project before
 * it. The manifest has to have been loaded under a name of its own (see `isolatedName`).
 */
export function isolate(manifest: Manifest): Isolated {
  const units = [...manifest.units.values()];
  const renamed = new Map(
    units.flatMap(({ containerName }) => (containerName === undefined ? [] : [[containerName, own(containerName)]])),
  );
  function own(name: string): string {
    return name.startsWith(manifest.name) ? name : `${manifest.name}-${name}`;
  }
  const isolated: Manifest = {
    ...manifest,
    units: new Map(units.map((unit) => [unit.name, isolatedUnit(unit, renamed)])),
    volumes: mapped(manifest.volumes, (volume) => named(volume, own)),
    networks: mapped(manifest.networks, (network) => withoutSubnets(named(network, own))),
  };
  return { manifest: isolated, warnings: sharedWithOthers(manifest, renamed) };
}

const mapped = <Value>(
  values: ReadonlyMap<string, Value>,
  change: (value: Value) => Value,
): ReadonlyMap<string, Value> => new Map(Array.from(values, ([key, value]) => [key, change(value)]));

const named = <Thing extends Volume | Network>(thing: Thing, own: (name: string) => string): Thing =>
  thing.external ? thing : { ...thing, name: own(thing.name) };

/** Two networks of one engine can not have the same addresses: it chooses free ones. */
function withoutSubnets({ ipam, ...network }: Network): Network {
  if (ipam === undefined) return network;
  return { ...network, ipam: { ...ipam, config: [] } };
}

function isolatedUnit(unit: Unit, renamed: ReadonlyMap<string, string>): Unit {
  const { containerName, container } = unit;
  const nameOf = (name: string): string => renamed.get(name) ?? name;
  return {
    ...unit,
    ...(containerName !== undefined && { containerName: nameOf(containerName) }),
    ports: isolatedPorts(unit),
    networking: isolatedNetworking(unit, nameOf),
    externalLinks: unit.externalLinks.map((link) => ({ ...link, container: nameOf(link.container) })),
    volumesFrom: unit.volumesFrom.map(({ from, readOnly }) => ({
      from: from.kind === 'container' ? { ...from, name: nameOf(from.name) } : from,
      readOnly,
    })),
    container: {
      ...container,
      ...(container.ipc && { ipc: renamedNamespace(container.ipc, nameOf) }),
      ...(container.pid && { pid: renamedNamespace(container.pid, nameOf) }),
    },
  };
}

/** Whoever tests has to reach each service: one that publishes nothing is published where it is known to listen. */
function isolatedPorts(unit: Unit): readonly Port[] {
  const { ports, networking, kind, span } = unit;
  const free = ports.map(({ host: _, ...port }) => ({ ...port, address: '127.0.0.1' }));
  if (ports.length > 0 || kind === 'job' || networking.kind !== 'networks') return distinct(free);
  return listeningPorts(unit).map((container) => ({ container, address: '127.0.0.1', protocol: 'tcp', span }));
}

/** A port that was published on several of the host is needed on one only. */
const distinct = (ports: readonly Port[]): readonly Port[] => [
  ...new Map(ports.map((port) => [`${port.container}/${port.protocol}`, port])).values(),
];

function renamedNamespace(namespace: Namespace, nameOf: (name: string) => string): Namespace {
  return namespace.kind === 'container' ? { ...namespace, container: nameOf(namespace.container) } : namespace;
}

/** Others reach a container under the name that it was given, too, and go on to do so. */
function isolatedNetworking({ networking, containerName }: Unit, nameOf: (name: string) => string): Networking {
  switch (networking.kind) {
    case 'networks': {
      const aliases = containerName === undefined ? [] : [containerName];
      const attachments = networking.attachments.map(({ ipv4: _, ipv6: __, ...attachment }) => ({
        ...attachment,
        aliases: [...attachment.aliases, ...aliases],
      }));
      return { ...networking, attachments };
    }
    case 'container':
      return { ...networking, container: nameOf(networking.container) };
    case 'mode':
    case 'unit':
      return networking;
  }
}
