import { type JobRecord, jobDocument } from '../jobs/job-memory.ts';
import type { Session } from '../session.ts';
import { within } from '../within.ts';
import type { JobEvent } from './due-events.ts';
import { type EventUnderWay, lifecycleDocument } from './lifecycle-memory.ts';

/** Longest that a document may take to be written, ms. */
const writeDeadline = 60_000;

/** Remembers, before it starts, a container of an event: from now on it may have undone what the job's start did. */
export async function rememberAttempt(session: Session, due: JobEvent, underWay: EventUnderWay): Promise<void> {
  const { job, record } = due;
  await write(session, due, [
    lifecycleDocument(job.name, { ...record, succeeded: isUp(due), underWay }),
    jobDocument(job.name, undone(due)),
  ]);
}

/**
 * Remembers what an event has come to. A stop is over whatever it came to; a delete that failed is still to be done, and
 * one that is done leaves nothing of the job.
 */
export async function rememberEnd(session: Session, due: JobEvent, isDone: boolean): Promise<void> {
  const { job, event, record } = due;
  const { underWay: _, ...rest } = record;
  if (event === 'delete' && isDone) {
    await write(session, due, [lifecycleDocument(job.name, undefined), jobDocument(job.name, undefined)]);
  } else {
    const succeeded = event === 'delete' && isUp(due);
    await write(session, due, [
      lifecycleDocument(job.name, { ...rest, succeeded }),
      jobDocument(job.name, undone(due)),
    ]);
  }
}

/** What is remembered of the start, by which it does not count as done any more. */
function undone({ event, start: { done } }: JobEvent): JobRecord {
  return done === undefined ? {} : { done: { ...done, undoneBy: event } };
}

/** A stop counts until it has ended; a delete that fails leaves open whether a stop is due. */
const isUp = ({ event, record, start }: JobEvent): boolean =>
  event === 'stop' || record.succeeded || (start.done !== undefined && start.done.undoneBy === undefined);

async function write({ options }: Session, { record }: JobEvent, documents: readonly (readonly [string, unknown])[]) {
  const memory = options.engine.memory(record.plan.project);
  await within(options.clock, writeDeadline, (signal) => memory.write(new Map(documents), signal));
}
