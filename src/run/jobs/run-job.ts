import { formatDuration } from '../../core/duration.ts';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Exit } from '../../engine/engine.ts';
import type { PlannedJob } from '../../plan/plan.ts';
import { freshContainer } from '../container.ts';
import type { RunContext, Work } from '../context.ts';
import { lastLines, unitFailure } from '../evidence.ts';
import { startContainer } from '../start-container.ts';
import { fingerprintNow } from './fingerprint-now.ts';
import { finishJob } from './finish-job.ts';
import { type JobRecord, remember, replayedOutputs } from './job-memory.ts';
import { judge } from './judge.ts';
import { type JobOutputs, sensitiveValues } from './outputs.ts';

type UnderWay = NonNullable<JobRecord['underWay']>;

/** A job's end that counts. */
interface Completion {
  readonly outputs: JobOutputs;
  readonly durationMs: number;
}

type End = Result<Completion, Failure>;

/** Carries out a job's turn: takes over one that is under way, replays one that is done, or runs it. */
export async function runJob(context: RunContext, work: Work<PlannedJob>): Promise<void> {
  const { emit, records, learnSecrets } = context;
  const { unit, instance } = work;
  const underWay = records.get(unit.name)?.underWay;
  const found = underWay === undefined ? undefined : await takeOver(context, work, underWay);
  if (found?.ok === false) return void emit({ type: 'unit.failed', instance, failure: found.reason });
  const fingerprint = await fingerprintNow(context, work);
  const record = records.get(unit.name) ?? {};
  const judgement = judge(unit.unit, record, fingerprint);
  if (found?.ok && (judgement.kind === 'replay' || unit.unit.run === 'always')) {
    return complete(context, work, found.value, 'run');
  }
  if (judgement.kind === 'replay') {
    const outputs = replayedOutputs(judgement.done);
    learnSecrets(sensitiveValues(outputs));
    return complete(context, work, { outputs, durationMs: judgement.done.durationMs }, 'replay');
  }
  emit({ type: 'unit.starting', instance });
  const handle = await freshContainer(context, work);
  // Before the start, so that whoever comes after a crash of ours knows what this container's end stands for.
  await remember(context, unit.name, { ...record, underWay: { handle, fingerprint } }, work.signal);
  const end = await run(context, work, { handle, fingerprint });
  if (end.ok) complete(context, work, end.value, 'run');
  else emit({ type: 'unit.failed', instance, failure: end.reason });
}

async function run(context: RunContext, work: Work<PlannedJob>, underWay: UnderWay): Promise<End> {
  const { engine, clock, emit } = context;
  const { signal, instance } = work;
  const { armed, exit } = engine.wait(underWay.handle, signal);
  // Looked at below; an abort before that must not count as unhandled.
  exit.catch(() => undefined);
  await armed;
  await startContainer(context, work, underWay.handle);
  emit({ type: 'unit.running', instance, attempt: 1, adopted: false });
  return await untilEnd(context, work, underWay, exit, clock.monotonic());
}

/** Follows a job that an earlier run started to its end; undefined when there is nothing to take over. */
async function takeOver(context: RunContext, work: Work<PlannedJob>, underWay: UnderWay): Promise<End | undefined> {
  const { engine, clock, emit } = context;
  const { instance, signal } = work;
  const container = await engine.inspect(underWay.handle, signal);
  if (container === undefined) return undefined;
  const { status } = container;
  context.containers.set(instance, container);
  if (status.kind === 'running' || status.kind === 'paused') {
    emit({ type: 'unit.started', instance, container: underWay.handle, adopted: true });
    emit({ type: 'unit.running', instance, attempt: 1, adopted: true });
    const { exit } = engine.wait(underWay.handle, signal);
    const ranFor = Math.max(0, clock.now() - status.startedAt);
    return await untilEnd(context, work, underWay, exit, clock.monotonic() - ranFor);
  }
  // A job that failed while nobody looked is run again; one that ended well counts.
  if (status.kind !== 'exited' || status.exitCode !== 0) return undefined;
  const durationMs = Math.max(0, status.finishedAt - status.startedAt);
  const exit = { exitCode: status.exitCode, oomKilled: status.oomKilled };
  const outputs = await finishJob(context, work, { ...underWay, exit, durationMs });
  return outputs.ok ? ok({ outputs: outputs.value, durationMs }) : outputs;
}

/** Waits for the end, within the job's time, and makes of it what it means. `began` in monotonic ms. */
async function untilEnd(
  context: RunContext,
  work: Work<PlannedJob>,
  underWay: UnderWay,
  exit: Promise<Exit>,
  began: number,
): Promise<End> {
  const { timeout } = work.unit.unit;
  const left = timeout === undefined ? undefined : Math.max(0, timeout - (context.clock.monotonic() - began));
  const ended = await withinTime(context, left, exit, work.signal);
  const durationMs = context.clock.monotonic() - began;
  if (ended === 'late') return fail(await stopLate(context, work, underWay, durationMs));
  const outputs = await finishJob(context, work, { ...underWay, exit: ended, durationMs });
  return outputs.ok ? ok({ outputs: outputs.value, durationMs }) : outputs;
}

async function withinTime(
  { clock }: RunContext,
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
  { handle }: UnderWay,
  durationMs: number,
): Promise<Failure> {
  await engine.stop(handle, signal);
  const limit = formatDuration(unit.unit.timeout ?? 0);
  const evidence = { durationMs, logs: await lastLines(engine, handle) };
  const message = `job "${unit.name}" did not end within ${limit} and was stopped`;
  return unitFailure('job-timeout', message, evidence, `give it more with "timeout" if it needs longer than ${limit}`);
}

function complete(
  context: RunContext,
  { instance, unit }: Work<PlannedJob>,
  { outputs, durationMs }: Completion,
  by: 'run' | 'replay',
): void {
  context.outputs.set(unit.name, outputs);
  context.emit({ type: 'unit.completed', instance, by, durationMs, outputs: [...outputs.keys()] });
}
