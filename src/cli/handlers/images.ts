import { exitCodes } from '../../core/failure.ts';
import { formatSize } from '../../core/size.ts';
import type { Handler } from '../command.ts';
import { containersOf } from '../project-containers.ts';
import { findProject } from '../stack.ts';
import { formatTable } from '../table.ts';
import { withEngine } from '../with-engine.ts';

/** Lists the images that the containers of units were made from. */
export const images: Handler = async ({ args, options }, shell) => {
  const project = await findProject(options, shell);
  return await withEngine(shell, async (engine, signal) => {
    // What runs as a process of this machine was made from none.
    const containers = (await containersOf(engine, project, args, signal)).filter(({ imageId }) => imageId !== '');
    const rows = await Promise.all(
      containers.map(async ({ name, unit, image, imageId }) => {
        const facts = await engine.image(imageId, signal);
        return { container: name, unit, image, id: imageId, platform: facts?.platform, size: facts?.size };
      }),
    );
    if (options.json || options.format === 'json') shell.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    else if (options.quiet) shell.stdout.write([...new Set(rows.map(({ id }) => `${id}\n`))].join(''));
    else if (rows.length === 0) shell.stderr.write(`nothing of "${project.name}" is there\n`);
    else {
      const cells = rows.map(({ container, image, id, platform, size }) => [
        container,
        image,
        id.replace('sha256:', '').slice(0, 12),
        platform ?? 'removed',
        size === undefined ? '-' : formatSize(size),
      ]);
      shell.stdout.write(formatTable(['CONTAINER', 'IMAGE', 'ID', 'PLATFORM', 'SIZE'], cells));
    }
    return exitCodes.ok;
  });
};
