import { formatDuration } from '../core/duration.ts';
import type { EventBody } from '../core/event.ts';
import { DevstackError, type Failure, failureOf } from '../core/failure.ts';
import { sinceText } from '../core/since-text.ts';
import type { LockHolder, ProjectLock } from '../engine/project-lock.ts';
import type { Session } from './session.ts';
import { within, withinOrLate } from './within.ts';

/** Longest that giving the lock back may take, ms: it is taken over from a dead holder anyway. */
const releaseDeadline = 30_000;

/** A lock that is held. */
export interface HeldLock {
  /** how long another run held it, ms */
  readonly waitedMs: number;
  release(): Promise<void>;
}

/**
 * Takes the project's lock; while another run has it, says whose it is and waits, no longer than `limitMs` where that is
 * given. Throws a `locked` failure that names the holder when that is over.
 */
export async function takeLock(session: Session, project: string, limitMs?: number): Promise<HeldLock> {
  const { engine, holder, clock } = session.options;
  const lock = engine.lock(project);
  const began = clock.monotonic();
  let told: string | undefined;
  for (;;) {
    const outcome = await lock.acquire(holder, session.interrupted);
    if (outcome.kind === 'held') break;
    const busy = { ...outcome, isElsewhere: outcome.holder.host !== holder.host };
    const id = `${busy.holder.host} ${busy.holder.process.pid} ${busy.holder.since}`;
    if (told !== id) session.emit(waitingFor(busy, clock.now()));
    told = id;
    const leftMs = (limitMs ?? Number.POSITIVE_INFINITY) - (clock.monotonic() - began);
    const isReleased = leftMs > 0 && (await isReleasedWithin(leftMs, lock, session));
    if (!isReleased) throw new DevstackError(lockedFailure(project, busy, clock.now(), limitMs ?? 0));
  }
  const waitedMs = told === undefined ? 0 : clock.monotonic() - began;
  const release = async (): Promise<void> => {
    try {
      await within(clock, releaseDeadline, (signal) => lock.release(signal));
    } catch (error) {
      // What the run came to counts for more.
      const message = `the lock of the project could not be given back: ${failureOf(error).message}`;
      session.emit({ type: 'warning', message, hint: 'the next "devstack" on this machine takes it over' });
    }
  };
  return { waitedMs, release };
}

/** Whoever holds a lock that is wanted. */
interface Busy {
  readonly holder: LockHolder;
  readonly remedy: string;
  /** nobody can see from here whether it is still there */
  readonly isElsewhere: boolean;
}

/** Whether it was given back, or its holder is no more, before this time (ms) was over. */
async function isReleasedWithin(ms: number, lock: ProjectLock, { options, interrupted }: Session): Promise<boolean> {
  const released = async (signal: AbortSignal): Promise<true> => {
    await lock.released(signal);
    return true;
  };
  if (ms === Number.POSITIVE_INFINITY) return await released(interrupted);
  return (await withinOrLate(options.clock, ms, released, interrupted)) !== 'late';
}

function waitingFor({ holder, remedy, isElsewhere }: Busy, now: number): EventBody {
  return { type: 'run.waiting', holder: describeHolder(holder, now), ...(isElsewhere && { remedy }) };
}

function lockedFailure(project: string, { holder, remedy, isElsewhere }: Busy, now: number, limitMs: number): Failure {
  const time = formatDuration(limitMs);
  return {
    code: 'locked',
    family: 'engine',
    message: `${describeHolder(holder, now)} works on the project "${project}", and was not through within the ${time} that everything had`,
    hint: isElsewhere ? `if it is there no more: ${remedy}` : 'wait for its end, or end it, and try again',
  };
}

function describeHolder({ command, host, process, since }: LockHolder, now: number): string {
  // What its lock says could not be read.
  if (host === '') return `another run (since ${sinceText(since, now)})`;
  return `"devstack ${command}" (process ${process.pid} on ${host}, since ${sinceText(since, now)})`;
}
