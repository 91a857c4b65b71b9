import { instanceId } from '../../core/unit-state.ts';
import type { Manifest, Unit } from '../../manifest/model.ts';
import type { Observed, ObservedContainer } from '../../plan/observed.ts';

/** A port of a unit, and where it is reached from this machine. */
export interface Reached {
  /** in its container */
  readonly port: number;
  readonly host: string;
  readonly hostPort: number;
  readonly url: string;
}

/** Where the units of a stack are reached from this machine, each port of the first container of each. */
export function reachedUnits(
  { units }: Manifest,
  { containers }: Observed,
  publishedHost: string,
): ReadonlyMap<string, readonly Reached[]> {
  const byInstance = new Map(containers.map((container) => [container.instance, container]));
  return new Map(
    [...units.values()].flatMap((unit) => {
      const container = byInstance.get(instanceId(unit.name, 1));
      return container === undefined ? [] : [[unit.name, portsOf(unit, container, publishedHost)] as const];
    }),
  );
}

function portsOf(unit: Unit, container: ObservedContainer, publishedHost: string): readonly Reached[] {
  return unit.ports.flatMap(({ container: port, protocol }) => {
    const found = container.ports.find((one) => one.container === port && one.protocol === protocol);
    if (found === undefined) return [];
    const host = found.address === '' || found.address === '0.0.0.0' ? publishedHost : found.address;
    return [{ port, host, hostPort: found.host, url: `http://${host}:${found.host}` }];
  });
}

/** The variables by which a command that tests finds a stack: `DEVSTACK_PROJECT`, and where each unit is reached. */
export function addressVariables(
  project: string,
  reached: ReadonlyMap<string, readonly Reached[]>,
): Readonly<Record<string, string>> {
  const variables = [...reached].flatMap(([unit, ports]) => {
    const prefix = `DEVSTACK_${unit.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
    const [first] = ports;
    if (first === undefined) return [];
    const each = ports.flatMap(({ port, hostPort, url }) => [
      [`${prefix}_PORT_${port}`, String(hostPort)],
      [`${prefix}_URL_${port}`, url],
    ]);
    return [
      [`${prefix}_HOST`, first.host],
      [`${prefix}_PORT`, String(first.hostPort)],
      [`${prefix}_URL`, first.url],
      ...(ports.length > 1 ? each : []),
    ];
  });
  return { DEVSTACK_PROJECT: project, ...Object.fromEntries(variables) };
}
