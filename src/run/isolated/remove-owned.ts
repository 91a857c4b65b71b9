import type { OwnedStack } from '../../engine/project-lock.ts';
import { type DownOptions, down } from '../down.ts';
import { within } from '../within.ts';

/** How long a container may take to stop, ms: what it would write is going to be removed. */
const graceMs = 1_000;

/** Longest that one step of the removal of what no run looks at may take, ms. */
const stepDeadline = 60_000;

/** What the removal of a stack that belongs to a process needs. */
export interface RemovalOptions
  extends Pick<DownOptions, 'engine' | 'clock' | 'holder' | 'observer' | 'plan' | 'hooksOf'> {
  readonly stack: Pick<OwnedStack, 'project' | 'images'>;
}

/**
 * Removes all of a stack that belongs to a process: its data too, and at last what says that it belongs to anyone. False
 * where something is left, which is told; it then still belongs to its owner, so that it is found again.
 */
export async function removeOwned(options: RemovalOptions): Promise<boolean> {
  const { engine, clock, stack } = options;
  if (!(await takeDown(options))) return false;
  await within(clock, stepDeadline, (signal) => engine.disown(stack.project, signal));
  return true;
}

/**
 * Between two looks at a stack whose owner was killed, ms: what it had asked the engine for just then is made all the
 * same, some time later.
 */
const settling = 500;
const looks = 6;

/** Removes a stack whose owner is gone. False where something is left. */
export async function removeOrphaned(options: RemovalOptions): Promise<boolean> {
  const { engine, clock, stack } = options;
  for (let look = 0; look < looks; look++) {
    let removed = 0;
    const observer: RemovalOptions['observer'] = (event, view) => {
      if (event.type.endsWith('.removed')) removed++;
      options.observer(event, view);
    };
    if (!(await takeDown({ ...options, observer }))) return false;
    if (look > 0 && removed === 0) break;
    await clock.sleep(settling, new AbortController().signal);
  }
  await removeTraces(options);
  await within(clock, stepDeadline, (signal) => engine.disown(stack.project, signal));
  return true;
}

async function takeDown({ stack, ...options }: RemovalOptions): Promise<boolean> {
  const { project, images } = stack;
  // Whatever an event of a job comes to: nobody would come back to mend it.
  const outcome = await down({ ...options, project, images, removeVolumes: true, force: true, graceMs }).done;
  return outcome.kind === 'stopped' && outcome.complete;
}

/** What is left where the owner was killed before there was anything to take down: its lock, and an empty memory. */
async function removeTraces({ engine, clock, holder, stack: { project } }: RemovalOptions): Promise<void> {
  await within(clock, stepDeadline, async (signal) => {
    const lock = engine.lock(project);
    // Another devstack may be about it as well: nothing is left once both are through.
    while ((await lock.acquire(holder, signal)).kind === 'busy') await lock.released(signal);
    await engine.memory(project).destroy(signal);
    await lock.release(signal);
  });
}
