import type { Port, Unit } from '../../manifest/model.ts';

/** How a port of a service is reached from where a unit runs. */
export type Way =
  /** under this name, whatever becomes of its container */
  | { readonly kind: 'direct'; readonly host: string; readonly port: number }
  /** from this machine, under the port at which a container is published; `fixed`: where the manifest says which */
  | {
      readonly kind: 'published';
      readonly unit: string;
      readonly port: number;
      readonly fixed?: { readonly host: number; readonly address: string };
    }
  /** from a container, what runs on this machine */
  | { readonly kind: 'gateway'; readonly unit: string; readonly port: number };

/** The name under which containers reach this machine; each that needs it is given it. */
export const gatewayName = 'host.docker.internal';

/** From where something is reached: a unit, or this machine at large. */
export type From = Unit | 'host';

/** The way to a port of a service; undefined where there is none. */
export function wayTo(from: From, service: Unit, port: number, units: ReadonlyMap<string, Unit>): Way | undefined {
  const here = from === 'host' ? onHost : placeOf(from, units);
  const there = placeOf(service, units);
  if (here.kind === 'apart' || there.kind === 'apart') return undefined;
  if (here.kind === 'container') return fromContainer(here, service, there, port);
  switch (there.kind) {
    case 'host':
      // By name, since what is developed often listens on one of this machine's own two addresses alone.
      return { kind: 'direct', host: 'localhost', port };
    case 'host-network':
      return { kind: 'published', unit: service.name, port, fixed: { host: port, address: '' } };
    case 'container':
      return { kind: 'published', unit: there.base.name, port, ...fixedPort(there.base, port) };
    default:
      return there satisfies never;
  }
}

type Place =
  | { readonly kind: 'host' }
  | { readonly kind: 'host-network' }
  | { readonly kind: 'apart' }
  /** `base`: whose network it has, often its own */
  | { readonly kind: 'container'; readonly base: Unit; readonly networks: readonly string[] };

type Container = Extract<Place, { kind: 'container' }>;

const onHost = { kind: 'host' } as const;

/** Where a unit is, as far as others reach it from there. */
function placeOf(unit: Unit, units: ReadonlyMap<string, Unit>): Place {
  const base = networkBase(unit, units);
  if (base.place === 'host') return onHost;
  const { networking } = base;
  switch (networking.kind) {
    case 'networks':
      return { kind: 'container', base, networks: networking.attachments.map(({ network }) => network) };
    case 'mode':
      if (networking.mode === 'host') return { kind: 'host-network' };
      return networking.mode === 'none' ? { kind: 'apart' } : { kind: 'container', base, networks: [] };
    case 'unit':
    case 'container':
      return { kind: 'apart' };
  }
}

/** The unit whose network a unit has: its own, or that of the one that it shares with. */
export function networkBase(unit: Unit, units: ReadonlyMap<string, Unit>): Unit {
  const seen = new Set<Unit>();
  let base = unit;
  while (base.networking.kind === 'unit' && !seen.has(base)) {
    seen.add(base);
    base = units.get(base.networking.unit) ?? base;
  }
  return base;
}

function fromContainer(here: Container, service: Unit, there: Exclude<Place, { kind: 'apart' }>, port: number) {
  if (there.kind !== 'container') return { kind: 'gateway', unit: service.name, port } as const;
  if (there.base === here.base) return { kind: 'direct', host: 'localhost', port } as const;
  const meet = there.networks.some((network) => here.networks.includes(network));
  return meet ? ({ kind: 'direct', host: there.base.name, port } as const) : undefined;
}

function fixedPort({ ports }: Unit, port: number): Pick<Extract<Way, { kind: 'published' }>, 'fixed'> {
  const isIt = (one: Port): boolean => one.container === port && one.protocol === 'tcp' && typeof one.host === 'number';
  const found = ports.find(isIt);
  return typeof found?.host === 'number' ? { fixed: { host: found.host, address: found.address } } : {};
}
