import { DevstackError, exitCodes } from '../../core/failure.ts';
import type { Unit } from '../../manifest/model.ts';
import { addressFromHost } from '../../plan/addresses/address-from-host.ts';
import { knownPorts, portMeant } from '../../plan/addresses/listening-ports.ts';
import { isOnHost } from '../../plan/config-of.ts';
import { asFound } from '../../plan/host-units.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { Handler } from '../command.ts';
import { containerOf } from '../project-containers.ts';
import { findProject, type Project } from '../stack.ts';
import { withEngine } from '../with-engine.ts';

type Published = ObservedContainer['ports'][number];

/**
 * Prints where a port of a unit is reached from the host; without a port, all of them. What runs on the host is reached
 * where it listens, as far as the manifest says.
 */
export const port: Handler = async ({ args: [unit = '', wanted], options }, shell) => {
  const project = await findProject(options, shell);
  return await withEngine(shell, async (engine, signal) => {
    const { index, json = false } = options;
    const container = await containerOf(engine, project, unit, { index, running: true }, signal);
    const onHost = unitOnHost(project, container);
    const ports = onHost === undefined ? container.ports : portsOnHost(onHost, container);
    const meant = onHost === undefined || wanted === undefined ? wanted : meantOnHost(onHost, wanted);
    const found = meant === undefined ? ports : ports.filter(isPort(meant, options.protocol));
    if (found.length === 0 && wanted !== undefined) throw notPublished(unit, wanted, ports);
    const lines = json ? [JSON.stringify(found)] : found.map((one) => lineOf(one, wanted === undefined));
    shell.stdout.write(lines.map((line) => `${line}\n`).join(''));
    return exitCodes.ok;
  });
};

/** The unit as it runs on the host; undefined where it is in a container, or in no manifest. */
const unitOnHost = ({ manifest }: Project, container: ObservedContainer): Unit | undefined =>
  manifest && isOnHost(container.config) ? asFound(manifest, [container]).units.get(container.unit) : undefined;

/** Ports that it publishes, and those that it listens on and does not. */
function portsOnHost(unit: Unit, container: ObservedContainer): readonly Published[] {
  const isPublished = (port: number): boolean => container.ports.some((one) => one.container === port);
  const facts = { publishedHost: undefined, containerOf: () => container };
  const own = knownPorts(unit).flatMap((port): readonly Published[] => {
    const place = unit.kind === 'job' ? undefined : addressFromHost(unit, port, new Map(), facts);
    if (place === undefined || isPublished(port)) return [];
    return [{ container: port, host: place.port, address: place.host, protocol: 'tcp' }];
  });
  return [...container.ports, ...own];
}

/** There it may listen on another port than in its container. */
function meantOnHost(unit: Unit, wanted: string): string {
  const [number, ...protocol] = wanted.split('/');
  const meant = portMeant(unit, Number(number));
  return meant.ok ? [meant.value, ...protocol].join('/') : wanted;
}

function isPort(text: string, protocolOption: string | undefined): (port: Published) => boolean {
  const [number, protocol = protocolOption ?? 'tcp'] = text.split('/');
  return (one) => one.container === Number(number) && one.protocol === protocol;
}

function lineOf({ address, host, container, protocol }: Published, withTarget: boolean): string {
  const shown = `${address.includes(':') ? `[${address}]` : address}:${host}`;
  return withTarget ? `${container}/${protocol} → ${shown}` : shown;
}

function notPublished(unit: string, wanted: string, ports: readonly Published[]): DevstackError {
  const others = [...new Set(ports.map(({ container, protocol }) => `${container}/${protocol}`))].join(', ');
  return new DevstackError({
    code: 'not-found',
    family: 'usage',
    message: `port ${wanted} of "${unit}" is not published`,
    hint: others === '' ? 'nothing of it is; list it under "ports"' : `published are ${others}`,
  });
}
