import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/host.ts';
import type { OwnedStack } from '../project-lock.ts';
import { claimOn, withdraw } from './claim.ts';
import { holderIn } from './folder-lock.ts';
import { hasCode, textIn, writeWhole } from './small-files.ts';
import type { Units } from './units.ts';

type Written = Omit<OwnedStack, 'isOrphaned'>;

/** Says in the folder of a project to which process its stack belongs. */
export async function writeOwner(units: Units, stack: Written): Promise<void> {
  await writeWhole(fileOf(units, stack.project), JSON.stringify(stack));
}

/** Takes that back, and the folder with it where nothing else is in it. */
export async function removeOwner(units: Units, project: string): Promise<void> {
  await rm(fileOf(units, project), { force: true });
  await removeEmpty(units.project(project).path);
}

/** Takes away locks of processes of this machine that are no more, and the folders of projects of which nothing else is left. */
export async function dropDeadLocks(units: Units, host: Host, only: (project: string) => boolean): Promise<void> {
  for (const project of (await units.projects()).filter(only)) {
    const { lock, path } = units.project(project);
    const claim = await claimOn(lock);
    const holder = claim && holderIn(claim);
    if (claim === undefined || holder?.host !== host.name || host.isAlive(holder.process)) continue;
    await withdraw(lock, claim.id);
    await removeEmpty(lock);
    await removeEmpty(path);
  }
}

async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error;
  }
}

/** Stacks of this machine that belong to a process. */
export async function stacksWithOwner(units: Units, host: Host): Promise<readonly OwnedStack[]> {
  const texts = await Promise.all((await units.projects()).map((project) => textIn(fileOf(units, project))));
  return texts
    .flatMap((text) => (text === undefined ? [] : writtenIn(text)))
    .map((stack) => ({
      ...stack,
      isOrphaned: stack.owner.host === host.name && !host.isAlive(stack.owner.process),
    }));
}

/** One that can not be read says that the stack is anybody's: it is removed by nobody but who names it. */
function writtenIn(text: string): readonly Written[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

const fileOf = (units: Units, project: string): string => join(units.project(project).path, 'owner.json');
