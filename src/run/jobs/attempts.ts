import { formatDuration } from '../../core/duration.ts';
import { fail } from '../../core/result.ts';
import type { Backoff } from '../../manifest/model.ts';
import type { PlannedJob } from '../../plan/plan.ts';
import { anotherContainer, freshContainer } from '../container.ts';
import type { RunContext, Work } from '../context.ts';
import { startDocuments } from '../lifecycle/remember-start.ts';
import type { MigrationStep } from '../migrations/migration-step.ts';
import { attempt, type End, timeLeft } from './attempt.ts';
import type { Fingerprint } from './fingerprint.ts';
import { type JobRecord, remember, type UnderWay } from './job-memory.ts';

/** An attempt that has failed and that others may follow. */
interface Failed {
  readonly underWay: UnderWay;
  readonly end: Extract<End, { ok: false }>;
  /** the job's first attempt, monotonic ms */
  readonly began: number;
}

/** Runs a job, again if need be, until it ends well or there is no other attempt. */
export async function firstAttempt(
  context: RunContext,
  work: Work<PlannedJob>,
  fingerprint: Fingerprint,
  record: JobRecord,
  migration?: MigrationStep,
): Promise<End> {
  const handle = await freshContainer(context, work);
  const first = { handle, fingerprint, attempt: 1, since: context.clock.now() };
  const underWay: UnderWay = { ...first, ...(migration && { migration }) };
  return await furtherAttempts(context, work, underWay, record, context.clock.monotonic());
}

/** Goes on after an attempt that has failed, if that may be tried again. */
export async function nextAttempt(
  context: RunContext,
  work: Work<PlannedJob>,
  failed: Failed,
  fingerprint: Fingerprint,
  record: JobRecord,
): Promise<End> {
  const { underWay, began } = failed;
  const again = await prepareAgain(context, work, failed);
  if (again.kind === 'over') return again.end;
  const next = { ...underWay, handle: again.handle, fingerprint, attempt: (underWay.attempt ?? 1) + 1 };
  return await furtherAttempts(context, work, next, record, began);
}

async function furtherAttempts(
  context: RunContext,
  work: Work<PlannedJob>,
  first: UnderWay,
  record: JobRecord,
  began: number,
): Promise<End> {
  const more = await startDocuments(context, work);
  for (let underWay = first; ; ) {
    // Before the start, so that whoever comes after a crash of ours knows what this container's end stands for.
    const remembered = remember(context, work.unit.name, { ...record, underWay }, work.signal, more);
    const end = await attempt(context, work, underWay, began, remembered);
    if (end.ok) return end;
    const again = await prepareAgain(context, work, { underWay, end, began });
    if (again.kind === 'over') return again.end;
    underWay = { ...underWay, handle: again.handle, attempt: (underWay.attempt ?? 1) + 1 };
  }
}

type Again = { readonly kind: 'over'; readonly end: End } | { readonly kind: 'again'; readonly handle: string };

/** Waits before the next attempt and makes its container; over where none is left, or no time for it. */
async function prepareAgain(
  context: RunContext,
  work: Work<PlannedJob>,
  { underWay, end, began }: Failed,
): Promise<Again> {
  const { retries, backoff, timeout = 0 } = work.unit.unit;
  const { attempt: number = 1, handle } = underWay;
  const failure = end.reason;
  // Only what the program itself says may be another time: a wrong outputs file or a removed container stays as it is.
  if (failure.code !== 'job-exit' || number > retries) return { kind: 'over', end };
  const pause = pauseAfter(number, backoff);
  if (pause >= (timeLeft(context, work, began) ?? Number.POSITIVE_INFINITY)) {
    const message = `${failure.message}, and its ${formatDuration(timeout)} leave no time for another attempt`;
    return { kind: 'over', end: fail({ ...failure, message }) };
  }
  const { instance, signal } = work;
  context.emit({ type: 'unit.retrying', instance, attempt: number, of: retries + 1, failure, nextMs: pause });
  await context.clock.sleep(pause, signal);
  return { kind: 'again', handle: await anotherContainer(context, work, handle) };
}

/** How long to wait after this attempt, counted from 1, ms. */
export const pauseAfter = (attempt: number, { initial, factor, max }: Backoff): number =>
  Math.min(max, initial * factor ** (attempt - 1));
