import { failureOf } from '../../core/failure.ts';
import type { OwnedStack } from '../../engine/project-lock.ts';
import { type RemovalOptions, removeOrphaned } from './remove-owned.ts';

/** What a sweep needs, and hears what comes of it. */
export interface SweepOptions extends Pick<RemovalOptions, 'engine' | 'clock' | 'holder'> {
  /** which projects are looked at; absent: all */
  readonly only?: (project: string) => boolean;
  /** ends processes of this machine that were begun for a stack */
  readonly endProcesses: (project: string) => Promise<void>;
  readonly onSwept: (stack: OwnedStack, outcome: 'removed' | { readonly failed: string }) => void;
}

/**
 * Removes stacks whose owners are gone, each by itself: those of processes that were killed. And what one that was killed
 * at just that has left: the lock of a stack that is no more.
 */
export async function sweep(options: SweepOptions, signal: AbortSignal): Promise<void> {
  const { engine, endProcesses, onSwept, only = () => true } = options;
  const found = await engine.ownedStacks(signal);
  const orphaned = found.filter(({ isOrphaned, project }) => isOrphaned && only(project));
  await Promise.all(
    orphaned.map(async (stack) => {
      try {
        const warnings: string[] = [];
        await endProcesses(stack.project);
        const isGone = await removeOrphaned({
          ...options,
          stack,
          hooksOf: () => undefined,
          observer: (event) => {
            if (event.type === 'warning') warnings.push(event.message);
          },
        });
        if (isGone) onSwept(stack, 'removed');
        else if (warnings.length > 0) onSwept(stack, { failed: warnings.join('; ') });
      } catch (error) {
        onSwept(stack, { failed: failureOf(error).message });
      }
    }),
  );
  await engine.dropDeadLocks(only, signal);
}
