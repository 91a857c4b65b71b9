import { formatDuration } from '../../core/duration.ts';
import { exitCodes } from '../../core/failure.ts';
import type { ContainerStatus, ObservedContainer } from '../../plan/observed.ts';
import { teardownOrder } from '../../plan/teardown-order.ts';
import type { Handler } from '../command.ts';
import { openEngine } from '../open-engine.ts';
import { findProject } from '../stack.ts';
import { formatTable } from '../table.ts';

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
export const ps: Handler = async ({ options }, shell) => {
  const { name } = await findProject(options, shell);
  const engine = await openEngine(shell);
  try {
    const observed = await engine.observe(name, new AbortController().signal);
    // In the order in which they come up: the way back of a teardown.
    const containers = teardownOrder(observed.containers).toReversed().flat();
    if (options.json) {
      shell.stdout.write(`${JSON.stringify(containers.map(jsonOf), null, 2)}\n`);
      return exitCodes.ok;
    }
    const heading = ['UNIT', 'KIND', 'STAGE', 'STATE', 'HEALTH', 'SINCE', 'PORTS'];
    const rows = containers.map((container) => rowOf(container, Date.now()));
    if (rows.length === 0) shell.stderr.write(`nothing of "${name}" is there\n`);
    else shell.stdout.write(formatTable(heading, rows));
    return exitCodes.ok;
  } finally {
    engine.close();
  }
};
