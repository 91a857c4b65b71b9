import { exitCodes } from '../../core/failure.ts';
import type { ProjectFacts } from '../../engine/engine.ts';
import type { Handler } from '../command.ts';
import { formatTable } from '../table.ts';
import { withEngine } from '../with-engine.ts';

/** Lists the stacks that devstack has made on this engine; those that run, or (`--all`) all. */
export const ls: Handler = async ({ options }, shell) =>
  await withEngine(shell, async (engine, signal) => {
    const { all = false, quiet = false, filter = [] } = options;
    const names = filter.flatMap((text) => (text.startsWith('name=') ? [text.slice('name='.length)] : []));
    const projects = (await engine.projects(signal))
      .filter(({ states }) => all || Object.keys(states).some((state) => state !== 'exited' && state !== 'created'))
      .filter(({ name }) => names.every((text) => name.includes(text)))
      .toSorted((one, other) => one.name.localeCompare(other.name));
    if (options.json || options.format === 'json') shell.stdout.write(`${JSON.stringify(projects, null, 2)}\n`);
    else if (quiet) shell.stdout.write(projects.map(({ name }) => `${name}\n`).join(''));
    else if (projects.length === 0) shell.stderr.write(all ? 'no stacks\n' : 'no running stacks; -a lists all\n');
    else shell.stdout.write(formatTable(['NAME', 'CONTAINERS'], projects.map(rowOf)));
    return exitCodes.ok;
  });

const rowOf = ({ name, states }: ProjectFacts): readonly string[] => [
  name,
  Object.entries(states)
    .map(([state, count]) => `${state} (${count})`)
    .join(', '),
];
