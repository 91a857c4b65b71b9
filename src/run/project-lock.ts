import { formatDuration } from '../core/duration.ts';
import { failureOf } from '../core/failure.ts';
import type { LockHolder } from '../engine/project-lock.ts';
import type { Session } from './session.ts';
import { within } from './within.ts';

/** Longest that giving the lock back may take, ms: it is taken over from a dead holder anyway. */
const releaseDeadline = 30_000;

/** A lock that is held. */
export interface HeldLock {
  /** whether another run held it before, so that what was seen until now may not be so any more */
  readonly waited: boolean;
  release(): Promise<void>;
}

/** Takes the project's lock; while another run has it, says whose it is and waits. */
export async function takeLock(session: Session, project: string): Promise<HeldLock> {
  const { engine, holder, clock } = session.options;
  const lock = engine.lock(project);
  let told: string | undefined;
  for (;;) {
    const outcome = await lock.acquire(holder, session.interrupted);
    if (outcome.kind === 'held') break;
    const name = describeHolder(outcome.holder, clock.now());
    const id = `${outcome.holder.host} ${outcome.holder.process.pid} ${outcome.holder.since}`;
    if (told !== id) session.emit({ type: 'run.waiting', holder: name });
    told = id;
    await lock.released(session.interrupted);
  }
  const release = async (): Promise<void> => {
    try {
      await within(clock, releaseDeadline, (signal) => lock.release(signal));
    } catch (error) {
      // What the run came to counts for more.
      const message = `the lock of the project could not be given back: ${failureOf(error).message}`;
      session.emit({ type: 'warning', message, hint: 'the next "devstack" on this machine takes it over' });
    }
  };
  return { waited: told !== undefined, release };
}

function describeHolder({ command, host, process, since }: LockHolder, now: number): string {
  return `"devstack ${command}" (process ${process.pid} on ${host}, for ${formatDuration(Math.max(0, now - since))})`;
}
