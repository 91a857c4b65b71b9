import type Dockerode from 'dockerode';
import type { Host } from '../../core/host.ts';
import type { LockHolder } from '../project-lock.ts';
import { ask } from './ask.ts';
import { removeContainer } from './containers.ts';
import { label } from './labels.ts';
import { readHolder } from './lock-holder.ts';

/** Longest that the engine may take to list them, ms. */
const deadlineMs = 5_000;

/** A lock whose holder was a process of this machine, and is no more. */
export interface DeadLock {
  readonly project: string;
  readonly holder: LockHolder;
  /** of the container that it is */
  readonly id: string;
}

/** Looks for them, whatever their projects. */
export async function findDeadLocks(docker: Dockerode, host: Host, signal: AbortSignal): Promise<readonly DeadLock[]> {
  const found = await ask({ doing: 'look for locks', deadlineMs }, signal, (abortSignal) =>
    docker.listContainers({ all: true, filters: { label: [label.lock] }, abortSignal }),
  );
  return found
    .map(({ Id, Labels, Created }) => ({
      project: Labels[label.lock] ?? '',
      holder: readHolder(Labels, Created * 1000),
      id: Id,
    }))
    .filter(({ holder }) => holder.host === host.name && !host.isAlive(holder.process));
}

/** Takes them away. By id: whoever takes one over meanwhile has another. */
export async function dropDeadLocks(
  docker: Dockerode,
  host: Host,
  only: (project: string) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const found = (await findDeadLocks(docker, host, signal)).filter(({ project }) => only(project));
  await Promise.all(found.map(({ id }) => removeContainer(docker, id, { volumes: true }, signal)));
}
