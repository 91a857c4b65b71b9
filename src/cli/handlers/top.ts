import { exitCodes } from '../../core/failure.ts';
import type { Handler } from '../command.ts';
import { maskerOf } from '../masker-of.ts';
import { containersOf } from '../project-containers.ts';
import { findProject } from '../stack.ts';
import { formatTable } from '../table.ts';
import { withEngine } from '../with-engine.ts';

/** Lists the processes in the containers of units. */
export const top: Handler = async ({ args, options }, shell) => {
  const project = await findProject(options, shell);
  return await withEngine(shell, async (engine, signal) => {
    const containers = await containersOf(engine, project, args, signal);
    const running = containers.filter(({ status }) => status.kind === 'running' || status.kind === 'paused');
    // A program may be started with what it has from its environment.
    const { apply } = await maskerOf(engine, project.name, signal);
    const tables = await Promise.all(
      running.map(async ({ handle, name, unit }) => {
        const { titles, rows } = await engine.top(handle, signal);
        return { unit, container: name, titles, rows: rows.map((row) => row.map(apply)) };
      }),
    );
    if (options.json) {
      const objects = tables.map(({ unit, container, titles, rows }) => ({
        unit,
        container,
        processes: rows.map((row) => Object.fromEntries(titles.map((title, at) => [title, row[at]]))),
      }));
      shell.stdout.write(`${JSON.stringify(objects, null, 2)}\n`);
      return exitCodes.ok;
    }
    if (tables.length === 0) shell.stderr.write(`nothing of "${project.name}" runs\n`);
    const texts = tables.map(({ container, titles, rows }) => `${container}\n${formatTable(titles, rows)}`);
    shell.stdout.write(texts.join('\n'));
    return exitCodes.ok;
  });
};
