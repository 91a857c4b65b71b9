import type { Manifest, Service, Unit } from '../../manifest/model.ts';
import { referencesOnHost } from '../host-units.ts';
import { anyPortMeant } from './listening-ports.ts';
import { networkBase, wayTo } from './way-to.ts';

/**
 * What is opened so that others reach a unit, or it reaches them. The ports follow from all forms that units have, so
 * that nothing changes for one when another moves to the host or back.
 */
export interface Opening {
  /** ports of its container that processes of the host are given */
  readonly forHost: readonly number[];
  /** ports of its process that containers are given */
  readonly forContainers: readonly number[];
  /** it is told where the host is */
  readonly toHost: boolean;
}

/** Where no address leads. */
export const closed: Opening = { forHost: [], forContainers: [], toHost: false };

/** What is opened for the addresses that units refer to, by unit; `written` is the manifest before its units were placed. */
export function openings(manifest: Manifest, written: Manifest): ReadonlyMap<string, Opening> {
  const { units } = manifest;
  const openers = [...written.units.values()].flatMap((unit) => [
    ...(unit.process === undefined ? [] : forHost(referencesOnHost(unit, unit.process), units)),
    ...(unit.image === '' ? [] : forContainers(unit, units)),
    ...toHost(units.get(unit.name) ?? unit, units),
  ]);
  const byUnit = Map.groupBy(openers, ([name]) => name);
  return new Map(
    Array.from(byUnit, ([name, all]) => {
      const parts = all.map(([, part]) => part);
      return [
        name,
        {
          forHost: [...new Set(parts.flatMap((part) => part.forHost ?? []))],
          forContainers: [...new Set(parts.flatMap((part) => part.forContainers ?? []))],
          toHost: parts.some((part) => part.toHost === true),
        },
      ];
    }),
  );
}

type Units = ReadonlyMap<string, Unit>;
type Opener = readonly [unit: string, opening: Partial<Opening>];

function forHost(referring: Pick<Unit, 'addresses'>, units: Units): readonly Opener[] {
  return meant(referring, units).flatMap(([service, port]): readonly Opener[] => {
    const base = networkBase(service, units);
    return base.place === 'host' || isPublished(base, port) ? [] : [[base.name, { forHost: [port] }]];
  });
}

function forContainers(referring: Unit, units: Units): readonly Opener[] {
  return meant(referring, units).flatMap(([service, port]): readonly Opener[] =>
    service.place === 'host' ? [[service.name, { forContainers: [port] }]] : [],
  );
}

function toHost(unit: Unit, units: Units): readonly Opener[] {
  const isToHost = meant(unit, units).some(([service, port]) => wayTo(unit, service, port, units)?.kind === 'gateway');
  return isToHost ? [[networkBase(unit, units).name, { toHost: true }]] : [];
}

/** The services that are referred to, and on which port each. */
function meant({ addresses }: Pick<Unit, 'addresses'>, units: Units): readonly (readonly [Service, number])[] {
  return addresses.flatMap(({ service: name, port: named }) => {
    const service = units.get(name);
    if (service?.kind !== 'service') return [];
    const port = anyPortMeant(service, named);
    return port === undefined ? [] : [[service, port] as const];
  });
}

const isPublished = ({ ports }: Unit, port: number): boolean =>
  ports.some(({ container, protocol }) => container === port && protocol === 'tcp');
