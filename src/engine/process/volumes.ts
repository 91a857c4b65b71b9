import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Volume } from '../../manifest/model.ts';
import type { ObservedVolume } from '../../plan/observed.ts';
import { processFailure } from './failures.ts';
import { hasCode, isDraft, makePrivate, namesIn, textIn } from './small-files.ts';
import type { ProjectFolder } from './state-folder.ts';
import type { Units } from './units.ts';

/** A volume of this machine: a folder with its data and its identity. */
async function volumeIn({ volumes }: ProjectFolder, name: string): Promise<ObservedVolume | undefined> {
  const identity = await textIn(join(volumes, name, 'identity'));
  return identity === undefined ? undefined : { name, identity, owned: true };
}

/** The volumes that a project has made on this machine. */
export async function volumesOf(project: ProjectFolder): Promise<readonly ObservedVolume[]> {
  const names = (await namesIn(project.volumes)).filter((name) => !isDraft(name));
  return (await Promise.all(names.map((name) => volumeIn(project, name)))).flatMap((volume) => volume ?? []);
}

/** The project that has a volume of this name: this one, or any other. */
async function holderOf(units: Units, project: string, name: string): Promise<string | undefined> {
  const others = (await units.projects()).filter((other) => other !== project);
  for (const holder of [project, ...others]) {
    if ((await volumeIn(units.project(holder), name)) !== undefined) return holder;
  }
  return undefined;
}

/** A volume by its name, whoever made it. */
export async function findVolume(units: Units, project: string, name: string): Promise<ObservedVolume | undefined> {
  const holder = await holderOf(units, project, name);
  const found = holder === undefined ? undefined : await volumeIn(units.project(holder), name);
  return found && { ...found, owned: holder === project };
}

/** Where the data of a volume is. */
export async function volumeData(units: Units, project: string, name: string): Promise<string> {
  const holder = (await holderOf(units, project, name)) ?? project;
  return join(units.project(holder).volumes, name, 'data');
}

/** Finds or makes a volume; one of another project is used, and is not ours. */
export async function ensureVolume(
  units: Units,
  project: string,
  { name, external }: Volume,
): Promise<ObservedVolume & { readonly created: boolean }> {
  const found = await findVolume(units, project, name);
  if (found !== undefined) return { ...found, created: false };
  if (external) {
    const hint = 'the stack that it belongs to has to create it first';
    throw processFailure('not-found', `the volume "${name}" does not exist on this machine`, hint);
  }
  const identity = randomUUID();
  const created = await make(join(units.project(project).volumes, name), identity);
  return { ...((await volumeIn(units.project(project), name)) ?? { name, identity, owned: true }), created };
}

/** Whole or not at all; false where somebody else was faster. */
async function make(folder: string, identity: string): Promise<boolean> {
  const draft = `${folder}.${identity}.new`;
  await makePrivate(join(draft, 'data'));
  await writeFile(join(draft, 'identity'), identity, { mode: 0o600 });
  try {
    await rename(draft, folder);
    return true;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST')) return false;
    throw error;
  }
}

/** Fine when it is gone. */
export async function removeVolume(units: Units, name: string): Promise<void> {
  for (const project of await units.projects()) {
    await rm(join(units.project(project).volumes, name), { recursive: true, force: true });
  }
}
