import { DevstackError, exitCodes } from '../../core/failure.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { Handler } from '../command.ts';
import { containerOf } from '../project-containers.ts';
import { findProject } from '../stack.ts';
import { withEngine } from '../with-engine.ts';

type Published = ObservedContainer['ports'][number];

/** Prints where a port of a container is reached from the host; without a port, all of them. */
export const port: Handler = async ({ args: [unit = '', wanted], options }, shell) => {
  const project = await findProject(options, shell);
  return await withEngine(shell, async (engine, signal) => {
    const { index, json = false } = options;
    const { ports } = await containerOf(engine, project, unit, { index, running: true }, signal);
    const found = wanted === undefined ? ports : ports.filter(isPort(wanted, options.protocol));
    if (found.length === 0 && wanted !== undefined) throw notPublished(unit, wanted, ports);
    const lines = json ? [JSON.stringify(found)] : found.map((one) => lineOf(one, wanted === undefined));
    shell.stdout.write(lines.map((line) => `${line}\n`).join(''));
    return exitCodes.ok;
  });
};

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
