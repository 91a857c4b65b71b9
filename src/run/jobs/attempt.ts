import type { Clock } from '../../core/clock.ts';
import { formatDuration } from '../../core/duration.ts';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Exit } from '../../engine/engine.ts';
import type { PlannedJob } from '../../plan/plan.ts';
import type { RunContext, Work } from '../context.ts';
import { lastLines, unitFailure } from '../evidence.ts';
import { isOpen, tellPublished } from '../ports/tell-published.ts';
import { startContainer } from '../start-container.ts';
import { finishJob } from './finish-job.ts';
import type { UnderWay } from './job-memory.ts';
import type { JobOutputs } from './outputs.ts';

/** A job's end that counts. */
export interface Completion {
  readonly outputs: JobOutputs;
  readonly durationMs: number;
}

/** How a job's turn, or one attempt of it, ended. */
export type End = Result<Completion, Failure>;

/**
 * Starts the container of an attempt once that is `remembered`, and follows it to its end. `began`: the job's first attempt,
 * monotonic ms.
 */
export async function attempt(
  context: RunContext,
  work: Work<PlannedJob>,
  underWay: UnderWay,
  began: number,
  remembered: Promise<void>,
): Promise<End> {
  const { engine, emit } = context;
  const { signal, instance } = work;
  const { armed, exit } = engine.wait(underWay.handle, signal);
  // Looked at below; an abort before that must not count as unhandled.
  exit.catch(() => undefined);
  await Promise.all([armed, remembered]);
  await startContainer(context, work, underWay.handle);
  emit({ type: 'unit.running', instance, attempt: underWay.attempt ?? 1, adopted: false });
  if (work.unit.unit.ports.some(isOpen)) await tellPublishedOf(context, work, underWay.handle);
  return await untilEnd(context, work, underWay, exit, began);
}

async function tellPublishedOf(context: RunContext, { instance, unit, signal }: Work<PlannedJob>, handle: string) {
  const container = await context.engine.inspect(handle, signal);
  if (container !== undefined) tellPublished(context, instance, unit.unit, container);
}

/** Waits for the end, within what is left of the job's time, and makes of it what it means. `began` in monotonic ms. */
export async function untilEnd(
  context: RunContext,
  work: Work<PlannedJob>,
  underWay: UnderWay,
  exit: Promise<Exit>,
  began: number,
): Promise<End> {
  const ended = await withinTime(context.clock, timeLeft(context, work, began), exit, work.signal);
  const durationMs = context.clock.monotonic() - began;
  if (ended === 'late') return fail(await stopLate(context, work, underWay, durationMs));
  const outputs = await finishJob(context, work, { ...underWay, exit: ended, durationMs });
  return outputs.ok ? ok({ outputs: outputs.value, durationMs }) : outputs;
}

/** What is left of the time that all attempts of a job have together, ms; undefined: there is no limit. */
export function timeLeft({ clock }: RunContext, { unit }: Work<PlannedJob>, began: number): number | undefined {
  const { timeout } = unit.unit;
  return timeout === undefined ? undefined : Math.max(0, timeout - (clock.monotonic() - began));
}

/** The end of a container, or that it did not come within `left` ms; undefined: there is no limit. */
export async function withinTime(
  clock: Clock,
  left: number | undefined,
  exit: Promise<Exit>,
  signal: AbortSignal,
): Promise<Exit | 'late'> {
  if (left === undefined) return await exit;
  const over = new AbortController();
  const late = clock.sleep(left, AbortSignal.any([signal, over.signal])).then(() => 'late' as const);
  late.catch(() => undefined);
  try {
    return await Promise.race([exit, late]);
  } finally {
    over.abort();
  }
}

async function stopLate(
  { engine }: RunContext,
  { unit, signal }: Work<PlannedJob>,
  { handle, attempt = 1 }: UnderWay,
  durationMs: number,
): Promise<Failure> {
  await engine.stop(handle, signal);
  const { timeout = 0, retries } = unit.unit;
  const limit = formatDuration(timeout);
  const evidence = { durationMs, logs: await lastLines(engine, handle), attempt: [attempt, retries + 1] as const };
  const tries = attempt > 1 ? `, in ${attempt} attempts,` : '';
  const message = `job "${unit.name}" did not end within ${limit}${tries} and was stopped`;
  return unitFailure('job-timeout', message, evidence, `give it more with "timeout" if it needs longer than ${limit}`);
}
