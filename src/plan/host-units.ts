import { DevstackError } from '../core/failure.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Manifest, Service, Unit, Volume } from '../manifest/model.ts';
import type { ProcessForm } from '../manifest/process-model.ts';
import type { Readiness } from '../manifest/readiness-model.ts';
import type { References } from '../manifest/references.ts';
import { portVariable } from './addresses/listening-ports.ts';
import { isOnHost } from './config-of.ts';
import type { ObservedContainer } from './observed.ts';

/** Which units are to run on the host, of those that can: these, all, or only those that can run nowhere else. */
export type Local = 'all' | readonly string[];

/** The manifest with units in their host form. Throws `unknown-unit` or `usage` for a name that has none, and `usage` for a volume in both places. */
export function withHostUnits(manifest: Manifest, local: Local = []): Manifest {
  if (local !== 'all') for (const name of local) checkHostForm(manifest, name);
  const isWanted = (unit: Unit): boolean => local === 'all' || unit.image === '' || local.includes(unit.name);
  const isAny = [...manifest.units.values()].some((unit) => unit.process !== undefined && isWanted(unit));
  if (!isAny) return manifest;
  const units = new Map(
    Array.from(manifest.units, ([name, unit]) => [
      name,
      unit.process !== undefined && isWanted(unit) ? onHost(unit, unit.process) : unit,
    ]),
  );
  return { ...manifest, units, volumes: volumesOn(manifest.volumes, units) };
}

/** Names of units that are found on the host, and can still be there. */
export const foundOnHost = ({ units }: Manifest, containers: readonly ObservedContainer[]): readonly string[] =>
  containers
    .filter(({ unit, config }) => isOnHost(config) && units.get(unit)?.process !== undefined)
    .map(({ unit }) => unit);

/** The manifest with its units where they are found. */
export const asFound = (manifest: Manifest, containers: readonly ObservedContainer[]): Manifest =>
  withHostUnits(manifest, foundOnHost(manifest, containers));

function checkHostForm({ units, file }: Manifest, name: string): void {
  const unit = units.get(name);
  if (unit?.process !== undefined) return;
  const able = [...units.values()].filter(({ process }) => process !== undefined).map((one) => one.name);
  const hint =
    didYouMean(name, able) ?? (able.length === 0 ? 'add "process" to it' : `those that have are ${able.join(', ')}`);
  const family = 'usage';
  if (unit === undefined) {
    throw new DevstackError({ code: 'unknown-unit', family, message: `${file} has no unit "${name}"`, hint });
  }
  const message = `${unit.kind} "${name}" does not say how it is run on this machine`;
  throw new DevstackError({ code: 'usage', family, message, hint });
}

/** All that a unit can run as: in a container, as a process of the host. */
export const formsOf = (unit: Unit): readonly Unit[] => [
  ...(unit.image === '' ? [] : [unit]),
  ...(unit.process === undefined ? [] : [onHost(unit, unit.process)]),
];

/** A unit as a process of the host: what only containers have is left behind. */
function onHost(unit: Unit, form: ProcessForm): Unit {
  const { build: _, entrypoint: __, user: ___, ...rest } = unit;
  const { logging } = unit.container;
  const common = {
    place: 'host',
    image: '',
    pullPolicy: { kind: 'missing' },
    command: form.command,
    workingDir: form.workingDir,
    environment: new Map([...unit.environment, ...form.environment]),
    ...referencesOnHost(unit, form),
    networking: { kind: 'mode', mode: 'host' },
    links: [],
    externalLinks: [],
    volumesFrom: [],
    container: {
      ...(logging && { logging }),
      ...(form.stopSignal !== undefined && { stop_signal: form.stopSignal }),
    },
  } as const;
  if (rest.kind === 'job') return { ...rest, ...common };
  return { ...rest, ...common, ...portsOnHost({ ...rest, readiness: withoutGuess(rest.readiness) }, form) };
}

/** What a unit refers to in its host form: as its environment there is its own and what the form says over it. */
export function referencesOnHost(unit: Unit, { environment, references, addresses }: ProcessForm): References {
  const isLeft = ({ variable }: { readonly variable: string }): boolean => !environment.has(variable);
  return {
    references: [...unit.references.filter(isLeft), ...references],
    addresses: [...unit.addresses.filter(isLeft), ...addresses],
  };
}

type Ports = Pick<Service, 'ports' | 'readiness'>;

/** A program that is given a PORT of its own on the host listens on that one instead of its only one in a container. */
function portsOnHost({ ports, readiness }: Ports, form: ProcessForm): Ports {
  const [own] = portVariable(form.environment);
  const [usual, ...others] = new Set([
    ...ports.map(({ container }) => container),
    ...readiness.checks.flatMap(({ probe }) => ('port' in probe ? [probe.port] : [])),
  ]);
  if (own === undefined || usual === undefined || others.length > 0) return { ports, readiness };
  return {
    ports: ports.map((port) => ({ ...port, container: own })),
    readiness: {
      ...readiness,
      checks: readiness.checks.map((check) =>
        'port' in check.probe ? { ...check, probe: { ...check.probe, port: own } } : check,
      ),
    },
  };
}

/** What is known of an image says nothing about a program in its place. */
function withoutGuess(readiness: Readiness): Readiness {
  return readiness.origin.kind === 'preset' ? { ...readiness, origin: { kind: 'none' }, checks: [] } : readiness;
}

/** A volume is where those are that have it. Throws `usage` where these are in both places. */
function volumesOn(
  volumes: ReadonlyMap<string, Volume>,
  units: ReadonlyMap<string, Unit>,
): ReadonlyMap<string, Volume> {
  return new Map(
    Array.from(volumes, ([key, volume]) => {
      const users = [...units.values()].filter(({ mounts }) =>
        mounts.some((mount) => mount.type === 'volume' && mount.volume === key),
      );
      const here = users.find(({ place }) => place === 'host');
      const inContainer = users.find(({ place }) => place !== 'host');
      if (here !== undefined && inContainer !== undefined) throw splitVolume(key, here.name, inContainer.name);
      return [key, here === undefined ? volume : { ...volume, place: 'host' }];
    }),
  );
}

/** Each would see data of its own, and take it for that of the other. */
function splitVolume(volume: string, here: string, inContainer: string): DevstackError {
  const message = `volume "${volume}" can not be that of "${here}" on this machine and of "${inContainer}" in a container`;
  const hint = `run both in one place, or give them a folder of this machine instead, such as "./${volume}:/data"`;
  return new DevstackError({ code: 'usage', family: 'usage', message, hint });
}
