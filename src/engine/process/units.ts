import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/host.ts';
import type { ContainerStatus, Observed, ObservedContainer } from '../../plan/observed.ts';
import { namesIn } from './small-files.ts';
import { type ProjectFolder, projectFolder, stateFolder } from './state-folder.ts';
import { readUnit, type StoredUnit, type UnitFile, type UnitState } from './unit-file.ts';

/** How a unit of this machine is named to those who have an engine's handles. */
const handlePattern = /^host:([^/]+)\/([^/]+)\/([^/]+)$/;

/** The handle of a unit of a project: of this one creation. */
export const handleOf = ({ about, name, id }: UnitFile): string => `host:${about.project}/${name}/${id}`;

/** A unit that was found, and where it is. */
export interface FoundUnit extends StoredUnit {
  readonly project: ProjectFolder;
  readonly folder: string;
  readonly handle: string;
  /** its state says that it runs, and nobody supervises it: how it ended is not known */
  readonly isLost: boolean;
}

/** What is on disk of the units of this machine. */
export class Units {
  readonly #state: string;
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    this.#state = stateFolder(host);
  }

  /** Where a project is. */
  project(name: string): ProjectFolder {
    return projectFolder(join(this.#state, name));
  }

  /** Names of the projects that there is anything of. */
  async projects(): Promise<readonly string[]> {
    return (await namesIn(this.#state)).toSorted();
  }

  async of(project: string): Promise<readonly FoundUnit[]> {
    const folder = this.project(project);
    const names = await namesIn(folder.units);
    return (await Promise.all(names.map((name) => this.#read(folder, name)))).flat();
  }

  async find(handle: string): Promise<FoundUnit | undefined> {
    const [, project, name, id] = handlePattern.exec(handle) ?? [];
    if (project === undefined || name === undefined) return undefined;
    const [found] = await this.#read(this.project(project), name);
    return found?.file.id === id ? found : undefined;
  }

  async #read(project: ProjectFolder, name: string): Promise<readonly FoundUnit[]> {
    const folder = join(project.units, name);
    const stored = await readUnit(folder);
    if (stored === undefined) return [];
    const found = { ...stored, project, folder, handle: handleOf(stored.file), isLost: false };
    if (!this.#isLost(stored.state)) return [found];
    // It may have ended, and its supervisor with it, between the two looks.
    const again = await readUnit(folder);
    return again === undefined ? [] : [{ ...found, ...again, isLost: this.#isLost(again.state) }];
  }

  #isLost(state: UnitState): boolean {
    return 'supervisor' in state && !this.#host.isAlive(state.supervisor);
  }

  /** Removes a project's folder, when nothing is in it that anybody could want. */
  async forget(name: string): Promise<void> {
    const { path, units, volumes, memory } = this.project(name);
    const left = await Promise.all([units, volumes, memory].map(namesIn));
    if (left.flat().length === 0) await rm(path, { recursive: true, force: true });
  }
}

/** A unit that was made beside the others. */
export const oneOffOf = (unit: FoundUnit): Observed['oneOffs'][number] => ({
  handle: unit.handle,
  name: unit.file.name,
  running: !unit.isLost && 'supervisor' in unit.state,
});

/** A unit as one look shows it. */
export function observed({ file, state, handle, isLost }: FoundUnit): ObservedContainer {
  const { project: _, ...about } = file.about;
  const isUp = !isLost && (state.kind === 'running' || state.kind === 'paused');
  return {
    ...about,
    handle,
    name: file.name,
    image: '',
    imageId: '',
    status: isLost ? { kind: 'dead' } : statusOf(state),
    ports: isUp ? state.ports : [],
    ...(isUp && state.forContainers && { forContainers: state.forContainers }),
    addresses: new Map(),
  };
}

function statusOf(state: UnitState): ContainerStatus {
  switch (state.kind) {
    case 'running': {
      const { startedAt, endedAt } = state;
      return { kind: 'running', startedAt, ...(endedAt !== undefined && { endedAt }), health: 'none' };
    }
    case 'paused':
      return { kind: 'paused', startedAt: state.startedAt };
    case 'exited':
      return { ...state, oomKilled: false };
    case 'restarting':
      return { kind: 'restarting', exitCode: state.exitCode };
    case 'created':
      return state;
    default:
      return state satisfies never;
  }
}
