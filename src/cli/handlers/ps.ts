import { formatDuration } from '../../core/duration.ts';
import { DevstackError, exitCodes } from '../../core/failure.ts';
import type { Manifest } from '../../manifest/model.ts';
import type { ContainerStatus, ObservedContainer } from '../../plan/observed.ts';
import type { Handler, Options } from '../command.ts';
import { containersOf } from '../project-containers.ts';
import { findProject } from '../stack.ts';
import { formatTable } from '../table.ts';
import { withEngine } from '../with-engine.ts';

/** The state of a container in one or two words. A job that ended well is what it is there for. */
export function stateText(status: ContainerStatus, kind: ObservedContainer['kind']): string {
  switch (status.kind) {
    case 'exited':
      if (status.oomKilled) return 'killed: out of memory';
      return kind === 'job' && status.exitCode === 0 ? 'completed' : `exited (${status.exitCode})`;
    case 'restarting':
      return `restarting (${status.exitCode})`;
    case 'created':
    case 'running':
    case 'paused':
    case 'dead':
      return status.kind;
  }
}

/** Since when it is in this state, ms since the epoch; undefined where the engine does not say. */
function sinceOf(status: ContainerStatus): number | undefined {
  switch (status.kind) {
    case 'running':
    case 'paused':
      return status.startedAt;
    case 'exited':
      return status.finishedAt;
    case 'created':
    case 'restarting':
    case 'dead':
      return undefined;
  }
}

function portText({ address, host, container, protocol }: ObservedContainer['ports'][number]): string {
  const shown = address.includes(':') ? `[${address}]` : address;
  return `${shown}:${host}→${container}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}

function rowOf(container: ObservedContainer, now: number): readonly string[] {
  const { unit, kind, stage, status, ports } = container;
  const health = status.kind === 'running' && status.health !== 'none' ? status.health : '-';
  const since = sinceOf(status);
  const age = since === undefined ? '-' : `${formatDuration(now - since)} ago`;
  return [unit, kind, stage || '-', stateText(status, kind), health, age, ports.map(portText).join(', ') || '-'];
}

/** For programs: times in ms since the epoch. */
function jsonOf({ instance, unit, kind, stage, name, image, status, ports }: ObservedContainer): object {
  const { kind: state, ...facts } = status;
  return { unit, instance, kind, stage, container: name, image, state, ...facts, ports };
}

/** Lists what the engine has of the project, running or not. */
export const ps: Handler = async ({ args, options }, shell) => {
  const project = await findProject(options, shell);
  return await withEngine(shell, async (engine, signal) => {
    const found = await containersOf(engine, project, args, signal);
    const containers = found.filter(filterOf(options, project.manifest));
    const { stdout, stderr } = shell;
    if (options.services) stdout.write(linesOf(containers.map(({ unit }) => unit)));
    else if (options.quiet) stdout.write(linesOf(containers.map(({ handle }) => handle)));
    else if (options.json || options.format === 'json') {
      stdout.write(`${JSON.stringify(containers.map(jsonOf), null, 2)}\n`);
    } else if (containers.length === 0) stderr.write(`nothing of "${project.name}" is there\n`);
    else {
      const heading = ['UNIT', 'KIND', 'STAGE', 'STATE', 'HEALTH', 'SINCE', 'PORTS'];
      const now = Date.now();
      stdout.write(
        formatTable(
          heading,
          containers.map((container) => rowOf(container, now)),
        ),
      );
    }
    return exitCodes.ok;
  });
};

const linesOf = (texts: readonly string[]): string => [...new Set(texts)].map((text) => `${text}\n`).join('');

function filterOf(
  { status = [], filter = [], orphans = true }: Options,
  manifest: Manifest | undefined,
): (container: ObservedContainer) => boolean {
  const states = new Set([...status, ...filter.map(stateOfFilter)]);
  return ({ unit, status: { kind } }) =>
    (states.size === 0 || states.has(kind)) && (orphans || (manifest?.units.has(unit) ?? true));
}

/** `status=running`, the one filter that Compose has here. */
function stateOfFilter(text: string): string {
  const state = text.startsWith('status=') ? text.slice('status='.length) : undefined;
  if (state !== undefined) return state;
  const message = `"--filter ${text}" is no filter`;
  throw new DevstackError({ code: 'usage', family: 'usage', message, hint: 'write it as --filter status=running' });
}
