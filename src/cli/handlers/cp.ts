import { exitCodes } from '../../core/failure.ts';
import type { Handler } from '../command.ts';
import { copyFrom, copyTo } from '../copy.ts';
import { type Place, placeOf, refusePlaces } from '../copy-place.ts';
import { containerOf } from '../project-containers.ts';
import { findProject } from '../stack.ts';
import { withEngine } from '../with-engine.ts';

/** Copies files between a container and this machine, as `docker cp` does. */
export const cp: Handler = async ({ args: [from = '', to = ''], options }, shell) => {
  const [source, target] = [placeOf(from), placeOf(to)] as const;
  const project = await findProject(options, shell);
  return await withEngine(shell, async (engine, signal) => {
    const { index, archive = false } = options;
    const handleOf = async ({ unit }: Extract<Place, { kind: 'container' }>): Promise<string> =>
      (await containerOf(engine, project, unit, { index, running: false }, signal)).handle;
    if (source.kind === 'container' && target.kind !== 'container') {
      await copyFrom(engine, await handleOf(source), source.path, target, shell, signal);
    } else if (target.kind === 'container' && source.kind !== 'container') {
      await copyTo(engine, await handleOf(target), target.path, source, { owner: archive }, shell, signal);
    } else {
      throw refusePlaces(source);
    }
    return exitCodes.ok;
  });
};
