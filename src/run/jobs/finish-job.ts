import { DevstackError, type Failure, failureOf } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Exit } from '../../engine/engine.ts';
import type { PlannedJob } from '../../plan/plan.ts';
import type { RunContext, Work } from '../context.ts';
import { exitHint, lastLines, unitFailure } from '../evidence.ts';
import { shortestMasked } from '../masking/forms-of.ts';
import type { MigrationStep } from '../migrations/migration-step.ts';
import { within } from '../within.ts';
import type { Fingerprint } from './fingerprint.ts';
import { remember, storedOutputs } from './job-memory.ts';
import { rememberedSecrets } from './known-secrets.ts';
import type { JobOutputs } from './outputs.ts';
import { readOutputs } from './read-outputs.ts';

/** Longest that it may take to remember a job's end, ms. */
const writeDeadline = 60_000;

/** A job's container that has ended. */
export interface EndedJob {
  readonly handle: string;
  readonly exit: Exit;
  readonly fingerprint: Fingerprint;
  readonly durationMs: number;
  /** absent: the first */
  readonly attempt?: number;
  readonly migration?: MigrationStep;
}

/** Makes of a job's end what it means: outputs read, checked and remembered, or a failure with its evidence. */
export async function finishJob(
  context: RunContext,
  { unit, signal }: Work<PlannedJob>,
  ended: EndedJob,
): Promise<Result<JobOutputs, Failure>> {
  const { handle, exit, fingerprint, durationMs } = ended;
  const { engine, clock } = context;
  if (exit.exitCode !== 0) return fail(await exitFailure(context, unit, ended, signal));
  // First of all: whatever else is wrong with its end, the data is changed.
  const booked = await bookMigration(context, unit, ended, signal);
  const { outputs, secrets } = await readLeft(context, unit, ended, signal);
  const beside = new Map([...booked, ...secrets]);
  if (!outputs.ok) {
    if (beside.size > 0) await context.memory.write(beside, signal);
    const hint = 'it has to write {"NAME": {"value": …}} to the path in $DEVSTACK_OUTPUT';
    const evidence = { exitCode: 0, durationMs, logs: await lastLines(engine, handle) };
    const message = `the outputs of job "${unit.name}" are not usable: ${outputs.reason}`;
    return fail(unitFailure('outputs-invalid', message, evidence, hint));
  }
  warnOfShort(context, unit, outputs.value);
  const done = { fingerprint, outputs: storedOutputs(outputs.value), at: clock.now(), durationMs };
  context.records.set(unit.name, { done });
  const write = (until: AbortSignal) => remember(context, unit.name, { done }, until, beside);
  if (booked.size > 0) {
    await write(signal);
    return ok(outputs.value);
  }
  const written = writeMeanwhile(context, unit.name, write);
  // Whoever reads a log knows what to hide before anything starts that gets it; containers are made meanwhile.
  if (secrets.size > 0) holdStarts(context, unit.name, written);
  return ok(outputs.value);
}

/** Until it is written, what is remembered from before the start leads the next run to the container, and to its end. */
function writeMeanwhile(
  { clock, emit, lateWrites }: RunContext,
  job: string,
  write: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const underWay = within(clock, writeDeadline, write);
  const written = underWay
    .catch((error: unknown) => {
      const message = `that job "${job}" has completed could not be remembered: ${failureOf(error).message}`;
      emit({ type: 'warning', message, hint: 'the next "devstack up" looks for its end in its container' });
    })
    .finally(() => lateWrites.delete(written));
  lateWrites.add(written);
  return underWay;
}

/** Nothing starts before this is written, nor where it can not be. */
function holdStarts(context: RunContext, job: string, written: Promise<void>): void {
  const kept = written.catch((error: unknown) => {
    const failure = failureOf(error);
    const message = `what job "${job}" has passed on is sensitive, and could not be kept: ${failure.message}`;
    throw new DevstackError({ ...failure, message });
  });
  context.mayStart = Promise.all([context.mayStart, kept]).then(() => undefined);
  // Whatever was to start tells it.
  context.mayStart.catch(() => undefined);
}

async function bookMigration(
  context: RunContext,
  job: PlannedJob,
  { handle, migration: step, fingerprint: { state } }: EndedJob,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, unknown>> {
  if (step === undefined) return new Map();
  const { settleMigration } = await import('../migrations/settle-migration.ts');
  return await settleMigration(context, { job: job.name, handle, step, state }, signal);
}

/** What a job has left in its outputs file, usable or not, and the document of all sensitive values where it has new ones. */
async function readLeft(
  { engine, learnSecrets, secrets }: RunContext,
  job: PlannedJob,
  { handle, migration }: EndedJob,
  signal: AbortSignal,
): Promise<{ readonly outputs: Result<JobOutputs, string>; readonly secrets: ReadonlyMap<string, unknown> }> {
  const known = secrets.size;
  const learn = (values: Iterable<string>): void => {
    learnSecrets(values);
    for (const value of values) secrets.add(value);
  };
  const outputs = await readOutputs({ engine, learnSecrets: learn }, handle, job, signal, migration?.outputs);
  return { outputs, secrets: secrets.size === known ? new Map() : rememberedSecrets(secrets) };
}

function warnOfShort({ emit }: RunContext, { name }: PlannedJob, outputs: JobOutputs): void {
  for (const [output, { value, sensitive }] of outputs) {
    if (!sensitive || value === '' || value.trim().length >= shortestMasked) continue;
    const message = `the output "${output}" of job "${name}" is too short to be masked: it shows wherever a unit prints it`;
    emit({ type: 'warning', message, hint: `give it at least ${shortestMasked} characters` });
  }
}

async function exitFailure(
  context: RunContext,
  job: PlannedJob,
  ended: EndedJob,
  signal: AbortSignal,
): Promise<Failure> {
  const { engine, news } = context;
  const { exitCode, oomKilled } = ended.exit;
  const container = await engine.inspect(ended.handle, signal);
  // A removal kills it first: its exit code then says nothing of the job.
  if (container === undefined) {
    const message = `the container of job "${job.name}" was removed by someone else before it was done`;
    return unitFailure('removed', message, {}, 'run "devstack up" again to run it anew');
  }
  const endedAt = container.status.kind === 'exited' ? container.status.finishedAt : 0;
  // They do not count, but its log may have what is sensitive among them, also when it is read later.
  const { secrets } = await readLeft(context, job, ended, signal);
  if (secrets.size > 0) await context.memory.write(secrets, signal);
  const logs = await lastLines(engine, ended.handle);
  const { attempt = 1, durationMs } = ended;
  const evidence = { exitCode, oomKilled, durationMs, logs, attempt: [attempt, job.unit.retries + 1] as const };
  return unitFailure(
    'job-exit',
    `job "${job.name}" ended with exit code ${exitCode}${attempt > 1 ? `, in ${attempt} attempts` : ''}`,
    evidence,
    exitHint(ended.exit, news.causeOf(ended.handle, endedAt)),
  );
}
