import { isAbsolute, join } from 'node:path';
import type { Host } from '../../core/host.ts';

/** Where devstack keeps what it runs on this machine (XDG Base Directory Specification, `XDG_STATE_HOME`). */
export function stateFolder({ environment, home }: Pick<Host, 'environment' | 'home'>): string {
  const given = environment.XDG_STATE_HOME ?? '';
  return join(isAbsolute(given) ? given : join(home, '.local', 'state'), 'devstack');
}

/** Where everything of one project is. */
export interface ProjectFolder {
  readonly path: string;
  /** one folder for each unit that was created, by name */
  readonly units: string;
  readonly volumes: string;
  readonly memory: string;
  /** held by a run that changes the project */
  readonly lock: string;
  /** held by the supervisor */
  readonly supervisor: string;
  /** what has happened to units, a line for each */
  readonly journal: string;
}

/** The places of a project in a folder of its own. */
export function projectFolder(path: string): ProjectFolder {
  return {
    path,
    units: join(path, 'units'),
    volumes: join(path, 'volumes'),
    memory: join(path, 'memory'),
    lock: join(path, 'lock'),
    supervisor: join(path, 'supervisor'),
    journal: join(path, 'events'),
  };
}
