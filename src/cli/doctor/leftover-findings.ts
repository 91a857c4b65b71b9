import type { DeadLock } from '../../engine/docker/dead-locks.ts';
import type { Leftover } from '../../engine/process/leftovers.ts';
import type { OwnedStack } from '../../engine/project-lock.ts';
import { doubtful, type Finding, fine } from './finding.ts';

/** What devstack itself has left behind where it was killed. */
export function leftoverFindings(
  stacks: readonly OwnedStack[],
  locks: readonly Pick<DeadLock, 'project' | 'holder'>[],
  here: readonly Leftover[],
): readonly Finding[] {
  const found = [
    ...stacks.filter(({ isOrphaned }) => isOrphaned).map(orphaned),
    ...locks.map(({ project, holder }) => deadLock(project, holder.command, holder.process.pid)),
    ...here.map(left),
  ];
  return found.length > 0 ? found : [fine('leftovers', 'nothing that a run which was killed has left')];
}

const orphaned = ({ project, owner: { command, process } }: OwnedStack): Finding =>
  doubtful(
    'stack',
    `"${project}" was there for "${command}" (pid ${process.pid}) alone, which is gone`,
    `the next "devstack test" removes it, as does: devstack down -v -p ${project}`,
  );

function left(leftover: Leftover): Finding {
  const { project } = leftover;
  switch (leftover.kind) {
    case 'lock':
      return deadLock(project, leftover.command, leftover.process.pid);
    case 'supervisor':
      return doubtful(
        'processes',
        `what watched the processes of "${project}" (pid ${leftover.process.pid}) is gone`,
        `begin them anew with "devstack up", or end them with: devstack down -p ${project}`,
      );
    case 'unit':
      return doubtful(
        'processes',
        `nobody knows what became of "${leftover.unit}" of "${project}", which ran as a process`,
        `begin it anew with "devstack up", or end it with: devstack down -p ${project}`,
      );
  }
}

const deadLock = (project: string, command: string, pid: number): Finding =>
  doubtful(
    'lock',
    `"${project}" is locked by "${command}" (pid ${pid}), which is gone`,
    'nothing has to be done: the next command that changes the stack takes the lock over',
  );
