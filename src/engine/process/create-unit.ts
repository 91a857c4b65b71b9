import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ContainerSpec } from '../../plan/container-spec.ts';
import { processFailure } from './failures.ts';
import { note } from './journal.ts';
import { pathOnHost } from './places.ts';
import { hasCode, makePrivate } from './small-files.ts';
import { readUnit, type UnitFile, unitPlaces, writeState } from './unit-file.ts';
import { unitFileOf } from './unit-file-of.ts';
import type { Units } from './units.ts';
import { volumeData } from './volumes.ts';

/** Makes a unit's folder with all that it needs before its start. Throws `container-create` where its name is taken. */
export async function createUnit(
  spec: ContainerSpec,
  config: Readonly<Record<string, string>>,
  units: Units,
): Promise<UnitFile> {
  const project = units.project(spec.project);
  const places = unitPlaces(join(project.units, spec.name));
  const file = unitFileOf(spec, config, places.own, await volumesOf(spec, units));
  if (file.argv.length === 0) {
    const hint = 'say under "process" which command it is on this machine';
    throw processFailure('container-create', `${spec.kind} "${spec.unit}" has no command to run on this machine`, hint);
  }
  await makePrivate(project.units);
  await takeName(places.folder, spec.name);
  try {
    await makePrivate(places.log);
    await makePlaces(spec, file, places.own);
    await writeFile(places.file, JSON.stringify(file), { mode: 0o600 });
    // It is there from now on.
    await writeState(places.folder, { kind: 'created' });
  } catch (error) {
    await rm(places.folder, { recursive: true, force: true });
    throw error;
  }
  await note(project, 'created', file);
  return file;
}

async function volumesOf({ mounts, project }: ContainerSpec, units: Units): Promise<ReadonlyMap<string, string>> {
  const names = mounts.flatMap((mount) => (mount.type === 'volume' ? [mount.name] : []));
  return new Map(await Promise.all(names.map(async (name) => [name, await volumeData(units, project, name)] as const)));
}

async function takeName(folder: string, name: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    // Left half made, or half removed, by a devstack that was killed.
    if ((await readUnit(folder)) === undefined) {
      await rm(folder, { recursive: true, force: true });
      return await makePrivate(folder);
    }
    const hint = 'another devstack may be at work, or one was interrupted: "devstack down" removes it';
    throw processFailure('container-create', `a container named "${name}" exists already on this machine`, hint);
  }
}

async function makePlaces({ mounts, files }: ContainerSpec, file: UnitFile, own: string): Promise<void> {
  await makePrivate(own);
  const untouched = new Set(mounts.flatMap((mount) => (mount.type === 'bind' && !mount.create ? [mount.target] : [])));
  const given = new Set(files.map(({ target }) => target));
  const folders = file.places.filter(({ target }) => !given.has(target) && !untouched.has(target));
  await Promise.all(folders.map(({ path }) => makeFolder(path, own)));
  for (const { target, source } of files) {
    if (source.kind === 'content') await writeFile(pathOnHost(file, target), source.content, { mode: 0o600 });
  }
}

/** A folder of the user's that is missing is an ordinary one; what is devstack's is for nobody else. */
async function makeFolder(path: string, own: string): Promise<void> {
  if (path.startsWith(own)) return await makePrivate(path);
  await mkdir(dirname(path), { recursive: true });
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    // What is mounted may be a file.
    if (!hasCode(error, 'EEXIST')) throw error;
  });
}
