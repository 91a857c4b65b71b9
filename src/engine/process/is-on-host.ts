import { join } from 'node:path';
import type { Host } from '../../core/host.ts';
import { namesIn } from './small-files.ts';
import { projectFolder, stateFolder } from './state-folder.ts';

/** Whether a project, or any, has something on this machine. Loads nothing, since most have not. */
export async function isOnHost(host: Host, project: string | undefined): Promise<boolean> {
  const state = stateFolder(host);
  if (project === undefined) return (await namesIn(state)).length > 0;
  const { units, volumes, memory } = projectFolder(join(state, project));
  return (await Promise.all([units, volumes, memory].map(namesIn))).flat().length > 0;
}
