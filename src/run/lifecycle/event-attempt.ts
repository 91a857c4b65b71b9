import { formatDuration } from '../../core/duration.ts';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { instanceId } from '../../core/unit-state.ts';
import type { Exit } from '../../engine/engine.ts';
import { exitHint, lastLines, unitFailure } from '../evidence.ts';
import { LogFollower } from '../follow-logs.ts';
import { withinTime } from '../jobs/attempt.ts';
import type { Session } from '../session.ts';
import { within } from '../within.ts';
import type { JobEvent } from './due-events.ts';
import { rememberAttempt } from './event-memory.ts';

/** Longest that a start, or a stop of what is late, may take, ms. */
const startDeadline = 120_000;

/** Longest that killing, or removing what has ended, may take, ms. */
const killDeadline = 60_000;

/** How an attempt of an event, or all of them, ended. */
export type EventEnd = Result<void, Failure>;

/** A container of an event. */
interface Attempt {
  readonly handle: string;
  readonly attempt: number;
  /** when the first attempt began, ms since the epoch */
  readonly since: number;
  /** what is left of the event's time, ms */
  readonly left: number;
}

/** Starts a container of an event and follows it to its end. */
export async function attemptEvent(session: Session, due: JobEvent, attempt: Attempt): Promise<EventEnd> {
  const { options, killed, emit } = session;
  const { engine, clock } = options;
  const { handle } = attempt;
  // Before the start, so that whoever comes after a crash of ours does not run it beside this one.
  await rememberAttempt(session, due, { event: due.event, ...attempt });
  emit({ type: 'unit.event-started', ...subjectOf(due), attempt: attempt.attempt, adopted: false });
  const { armed, exit } = engine.wait(handle, killed);
  // Looked at below; an abort before that must not count as unhandled.
  exit.catch(() => undefined);
  await armed;
  await within(clock, startDeadline, (over) => engine.start(handle, over), killed);
  return await untilEnd(session, due, attempt, exit);
}

/** Follows the container that an earlier run left under way; undefined where there is none that still says anything. */
export async function followLeft(session: Session, due: JobEvent): Promise<EventEnd | undefined> {
  const { engine, clock } = session.options;
  const { underWay } = due.record;
  if (underWay === undefined || underWay.event !== due.event) return undefined;
  const container = await engine.inspect(underWay.handle, session.interrupted);
  const status = container?.status.kind;
  if (status !== 'running' && status !== 'exited') return undefined;
  emitAdopted(session, due, underWay.attempt);
  const left = Math.max(0, due.how.timeout - (clock.now() - underWay.since));
  const { exit } = engine.wait(underWay.handle, session.killed);
  return await untilEnd(session, due, { ...underWay, left }, exit);
}

async function untilEnd(
  session: Session,
  due: JobEvent,
  { handle, attempt, left }: Attempt,
  exit: Promise<Exit>,
): Promise<EventEnd> {
  const { options, killed, emit } = session;
  const { engine, clock } = options;
  const began = clock.monotonic();
  const following = new AbortController();
  const logs = new LogFollower(engine, emit, following.signal, { wanted: () => true });
  logs.follow(instanceId(due.job.name), handle, false);
  try {
    const end = await withinTime(clock, left, exit, killed);
    if (end === 'late') await within(clock, startDeadline, (over) => engine.stop(handle, over));
    else if (end.exitCode === 0) return ok(undefined);
    const durationMs = clock.monotonic() - began;
    const tries = [attempt, due.how.retries + 1] as const;
    return fail(failureOfEnd(due, end, { durationMs, logs: await lastLines(engine, handle), attempt: tries }));
  } finally {
    if (killed.aborted) await within(clock, killDeadline, (over) => engine.kill(handle, over));
    following.abort();
    await logs.finish(() => true);
    await within(clock, killDeadline, (over) => engine.remove(handle, { volumes: true }, over));
  }
}

const subjectOf = ({ job, event }: JobEvent) => ({ instance: instanceId(job.name), event });

const emitAdopted = ({ emit }: Session, due: JobEvent, attempt: number): void =>
  emit({ type: 'unit.event-started', ...subjectOf(due), attempt, adopted: true });

type Evidence = NonNullable<Failure['evidence']>;

function failureOfEnd({ job, event, how }: JobEvent, end: Exit | 'late', evidence: Evidence): Failure {
  const subject = `the ${event} event of job "${job.name}"`;
  if (end === 'late') {
    const limit = formatDuration(how.timeout);
    const hint = `give it more with "timeout" if it needs longer than ${limit}`;
    return unitFailure('job-timeout', `${subject} did not end within ${limit} and was stopped`, evidence, hint);
  }
  const { exitCode, oomKilled } = end;
  const message = `${subject} ended with exit code ${exitCode}`;
  return unitFailure('job-exit', message, { ...evidence, exitCode, oomKilled }, exitHint(end));
}
