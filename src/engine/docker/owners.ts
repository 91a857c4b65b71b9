import type Dockerode from 'dockerode';
import type { Host } from '../../core/host.ts';
import type { LockHolder, OwnedStack } from '../project-lock.ts';
import { ask } from './ask.ts';
import { removeContainer } from './containers.ts';
import { createHolder } from './holder.ts';
import { label, listLabel } from './labels.ts';
import { readHolder, writeHolder } from './lock-holder.ts';

/** Says by a container that is never started to which process a stack belongs. */
export async function ownStack(
  docker: Dockerode,
  { project, owner, images }: Omit<OwnedStack, 'isOrphaned'>,
  signal: AbortSignal,
): Promise<void> {
  const labels = { [label.owner]: project, [label.ownedImages]: JSON.stringify(images), ...writeHolder(owner) };
  await createHolder(docker, { name: nameOf(project), labels }, signal);
}

/** Takes that back; fine when nobody has said so. */
export async function disownStack(docker: Dockerode, project: string, signal: AbortSignal): Promise<void> {
  await removeContainer(docker, nameOf(project), { volumes: true }, signal);
}

/** Stacks that belong to a process, whoever's. */
export async function ownedStacks(docker: Dockerode, host: Host, signal: AbortSignal): Promise<readonly OwnedStack[]> {
  const found = await ask({ doing: 'look for stacks that were left behind', repeat: 'safe' }, signal, (abortSignal) =>
    docker.listContainers({ all: true, filters: { label: [label.owner] }, abortSignal }),
  );
  return found.map(({ Labels, Created }) => {
    const owner: LockHolder = readHolder(Labels, Created * 1000);
    return {
      project: Labels[label.owner] ?? '',
      owner,
      images: listLabel(Labels[label.ownedImages]),
      isOrphaned: owner.host === host.name && !host.isAlive(owner.process),
    };
  });
}

const nameOf = (project: string): string => `${project}_devstack_owner`;
