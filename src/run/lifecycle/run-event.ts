import { DevstackError, type Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { instanceId } from '../../core/unit-state.ts';
import { addressFactsNow } from '../address-facts.ts';
import { unitFailure } from '../evidence.ts';
import { pauseAfter } from '../jobs/attempts.ts';
import type { Session } from '../session.ts';
import type { JobEvent } from './due-events.ts';
import { attemptEvent, type EventEnd, followLeft } from './event-attempt.ts';
import { rememberEnd } from './event-memory.ts';
import { eventSpec } from './event-spec.ts';
import { bringUpNeeds } from './needs-up.ts';

/**
 * Runs an event of a job, with what it needs up, until it ends well or there is no other attempt, and tells of it. False
 * where it failed and that is not allowed. Throws the reason of an interrupt, after which it counts as not run.
 */
export async function runEvent(session: Session, due: JobEvent): Promise<boolean> {
  const { emit, options, interrupted } = session;
  const { job, event, how } = due;
  const instance = instanceId(job.name);
  const began = options.clock.monotonic();
  const end = await attempts(session, due).catch((error: unknown): EventEnd => {
    interrupted.throwIfAborted();
    if (error instanceof DevstackError) return fail(couldNotRun(due, error.failure));
    throw error;
  });
  const isDone = end.ok || how.allowFailure;
  await rememberEnd(session, due, isDone);
  const durationMs = options.clock.monotonic() - began;
  if (end.ok) emit({ type: 'unit.event-completed', instance, event, durationMs });
  else if (isDone) emit({ type: 'unit.event-completed', instance, event, durationMs, tolerated: end.reason });
  else emit({ type: 'unit.event-failed', instance, event, failure: end.reason });
  return isDone;
}

async function attempts(session: Session, due: JobEvent): Promise<EventEnd> {
  const { clock, engine } = session.options;
  const { job, how, record } = due;
  const left = await followLeft(session, due);
  if (left?.ok) return left;
  const image = await imageOf(session, due);
  if (!image.ok) return image;
  const failed = await bringUpNeeds(session, record.plan);
  if (failed !== undefined) return fail(couldNotRun(due, failed));
  const addresses = await addressFactsNow(engine, record.plan.project, job, session.interrupted);
  const [began, since] = [clock.monotonic(), clock.now()];
  const timeLeft = () => Math.max(0, how.timeout - (clock.monotonic() - began));
  for (let attempt = 1; ; attempt++) {
    const handle = await engine.create(eventSpec(due, image.value, addresses), {}, session.interrupted);
    const end = await attemptEvent(session, due, { handle, attempt, since, left: timeLeft() });
    const nextMs = pauseAfter(attempt, job.unit.backoff);
    if (end.ok || end.reason.code !== 'job-exit' || attempt > how.retries || nextMs >= timeLeft()) return end;
    const retrying = { attempt, of: how.retries + 1, failure: end.reason, nextMs };
    session.emit({ type: 'unit.retrying', instance: instanceId(job.name), ...retrying });
    await clock.sleep(nextMs, session.interrupted);
  }
}

/** The image that the start had, even where its name has gone over to another one since; else what has its name now. */
async function imageOf(
  { options: { engine }, interrupted }: Session,
  { job, event, record }: JobEvent,
): Promise<Result<string, Failure>> {
  const { image, place } = job.unit;
  // A process of the host is made from none.
  if (place === 'host') return ok(image);
  for (const reference of [record.imageId, image]) {
    if (reference !== undefined && (await engine.image(reference, interrupted)) !== undefined) return ok(reference);
  }
  const message = `the image "${image}" is gone, and the ${event} event of job "${job.name}" needs it`;
  return fail(unitFailure('image-missing', message, {}, 'fetch or build it again with: devstack pull, devstack build'));
}

function couldNotRun({ job, event }: JobEvent, failure: Failure): Failure {
  return { ...failure, message: `the ${event} event of job "${job.name}" could not be run: ${failure.message}` };
}
