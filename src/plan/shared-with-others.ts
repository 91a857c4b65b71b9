import type { Problem } from '../core/problem.ts';
import type { Span } from '../core/source.ts';
import type { Manifest, Mount, Unit } from '../manifest/model.ts';
import { listeningPorts } from './addresses/listening-ports.ts';
import { formsOf } from './host-units.ts';

const warning = (message: string, span: Span, hint?: string): Problem => ({
  severity: 'warning',
  code: 'not-isolated',
  message,
  span,
  ...(hint !== undefined && { hint }),
});

/**
 * What a stack shares with other stacks of the same files, and with whatever else is on the machine, although it is to
 * be isolated; and what is taken from it for that. `own` are names of containers that are its own.
 */
export function sharedWithOthers(
  { units, volumes, networks, name }: Manifest,
  own: ReadonlyMap<string, string>,
): readonly Problem[] {
  const mounts = [...units.values()].flatMap((unit) => unit.mounts.map((mount) => [unit, mount] as const));
  const used = new Set(mounts.map(([, mount]) => (mount.type === 'volume' ? mount.volume : undefined)));
  return [
    ...mounts.flatMap(([unit, mount]) => writableFolder(unit, mount)),
    ...[...volumes.values()].flatMap(({ key, external, driverOptions, span }) => {
      if (!used.has(key)) return [];
      if (external) return [warning(`the volume "${key}" is external, so that tests work on the data in it`, span)];
      const { device } = driverOptions;
      if (device === undefined) return [];
      return [warning(`the volume "${key}" has its data in "${device}", which other stacks have as well`, span)];
    }),
    ...[...networks.values()].flatMap(({ key, external, ipam, span }) => {
      if (external) return [warning(`the network "${key}" is external, so that others on it reach this stack`, span)];
      if ((ipam?.config.length ?? 0) === 0) return [];
      const message = `the network "${key}" gets addresses that are free, instead of its own`;
      return [warning(message, span, 'let units find each other by name')];
    }),
    ...[...units.values()].flatMap((unit) => ofUnit(unit, own, name)),
  ];
}

function writableFolder({ name }: Unit, mount: Mount): readonly Problem[] {
  if (mount.type !== 'bind' || mount.readOnly) return [];
  const message = `"${name}" can write to "${mount.source}", which other stacks have as well`;
  return [warning(message, mount.span, 'mount it read-only (":ro"), or use a volume')];
}

function ofUnit(unit: Unit, own: ReadonlyMap<string, string>, project: string): readonly Problem[] {
  const { name, networking, span } = unit;
  const ports = portsOnHost(unit);
  if (ports.length > 0) {
    const message = `"${name}" is a process of this machine, whose port ${ports.join(' and ')} is there only once`;
    return [warning(message, span)];
  }
  if (networking.kind === 'mode' && networking.mode === 'host') {
    return [warning(`"${name}" has the network of the host, where each port is there only once`, span)];
  }
  const others = containersOf(unit).filter((container) => !own.has(container) && !container.startsWith(project));
  return [...new Set(others)].map((container) =>
    warning(`"${name}" uses the container "${container}", which is not one of this stack`, span),
  );
}

/** Where a service listens that is a process wherever it runs; in its place in a container it has ports of its own. */
const portsOnHost = (unit: Unit): readonly number[] =>
  unit.kind === 'service' && unit.image === '' ? formsOf(unit).flatMap(listeningPorts) : [];

/** Containers that a unit names itself. */
function containersOf({ networking, externalLinks, volumesFrom, container: { ipc, pid } }: Unit): readonly string[] {
  return [
    ...(networking.kind === 'container' ? [networking.container] : []),
    ...externalLinks.map(({ container }) => container),
    ...volumesFrom.flatMap(({ from }) => (from.kind === 'container' ? [from.name] : [])),
    ...[ipc, pid].flatMap((namespace) => (namespace?.kind === 'container' ? [namespace.container] : [])),
  ];
}
