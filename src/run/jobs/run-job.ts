import type { Failure } from '../../core/failure.ts';
import { ok, type Result } from '../../core/result.ts';
import { isGiven, type PlannedJob } from '../../plan/plan.ts';
import type { RunContext, Work } from '../context.ts';
import type { MigrationStep } from '../migrations/migration-step.ts';
import { withMigrationHint } from '../migrations/with-migration-hint.ts';
import type { Completion, End } from './attempt.ts';
import { firstAttempt, nextAttempt } from './attempts.ts';
import { changesSince, type Fingerprint } from './fingerprint.ts';
import { fingerprintNow } from './fingerprint-now.ts';
import { forgetEnd } from './forget-end.ts';
import { type JobRecord, replayedOutputs, type UnderWay } from './job-memory.ts';
import { type Judgement, judge, judgeAsGiven } from './judge.ts';
import { takeOver } from './take-over.ts';

const asked: Judgement = { kind: 'run', cause: 'asked for' };

/** Carries out a job's turn: takes over one that is under way, replays one that is done, or runs it. */
export async function runJob(context: RunContext, work: Work<PlannedJob>): Promise<void> {
  const { emit, records, policy } = context;
  const { unit, instance } = work;
  const { underWay } = records.get(unit.name) ?? {};
  const isForced = policy.rerun?.has(unit.name) ?? false;
  const found = underWay === undefined ? undefined : await takeOver(context, work, underWay, !isForced);
  const fingerprint = await fingerprintNow(context, work);
  const record = records.get(unit.name) ?? {};
  // A failure that was only found says nothing of a job that is another one by now.
  const isSame =
    found?.by === 'following' || (underWay && changesSince(underWay.fingerprint, fingerprint).length === 0);
  if (underWay !== undefined && found?.end.ok === false && isSame) {
    const begun = await beginMigrations(context, work, fingerprint, record);
    if (!begun.ok) return await settle(context, work, begun, record);
    const failed = { underWay: withStep(underWay, begun.value), end: found.end, began: found.began };
    const end = await nextAttempt(context, work, failed, fingerprint, record);
    return await settle(context, work, withMigrationHint(end, begun.value), record);
  }
  const judgement = judgementOf(context, unit, record, fingerprint);
  const isAsked = (unit.unit.run === 'always' || isForced) && !isOutdated(unit, record, fingerprint);
  if (found?.end.ok && (judgement.kind === 'replay' || isAsked)) {
    return complete(context, work, found.end.value, 'run');
  }
  if (judgement.kind === 'replay') {
    const outputs = replayedOutputs(judgement.done);
    return complete(context, work, { outputs, durationMs: judgement.done.durationMs }, 'replay');
  }
  emit({ type: 'unit.starting', instance });
  const begun = await beginMigrations(context, work, fingerprint, record);
  if (!begun.ok) return await settle(context, work, begun, record);
  // What was remembered is not to count again should this end badly.
  const before = isForced || begun.value !== undefined ? {} : record;
  records.set(unit.name, before);
  const end = await firstAttempt(context, work, fingerprint, before, begun.value);
  await settle(context, work, withMigrationHint(end, begun.value), before);
}

/** Whether a job that was taken over has migrated the data to something else than what is there now. */
const isOutdated = ({ unit }: PlannedJob, { done }: JobRecord, now: Fingerprint): boolean =>
  unit.migrations !== undefined && (done === undefined || changesSince(done.fingerprint, now).length > 0);

/** Few jobs have migrations, and what they take is loaded for these alone. */
async function beginMigrations(
  context: RunContext,
  work: Work<PlannedJob>,
  fingerprint: Fingerprint,
  record: JobRecord,
): Promise<Result<MigrationStep | undefined, Failure>> {
  if (work.unit.unit.migrations === undefined) return ok(undefined);
  const { beginMigration } = await import('../migrations/begin-migration.ts');
  return await beginMigration(context, work, work.unit.unit.migrations, fingerprint, record);
}

/** What an attempt after one that failed means for the data; that is found out anew. */
function withStep({ migration: _, ...underWay }: UnderWay, step: MigrationStep | undefined): UnderWay {
  return step === undefined ? underWay : { ...underWay, migration: step };
}

function judgementOf(
  { policy, plan }: RunContext,
  job: PlannedJob,
  record: JobRecord,
  fingerprint: Fingerprint,
): Judgement {
  if (isGiven(plan(), job)) return judgeAsGiven(job.unit, record, fingerprint);
  return policy.rerun?.has(job.name) ? asked : judge(job.unit, record, fingerprint);
}

/** `record`: what was remembered before this run of the job. */
async function settle(context: RunContext, work: Work<PlannedJob>, end: End, record: JobRecord): Promise<void> {
  const { instance, unit } = work;
  if (end.ok) return complete(context, work, end.value, 'run');
  await forgetEnd(context, unit.name, record);
  if (unit.unit.allowFailure) tolerate(context, work, end.reason);
  else context.emit({ type: 'unit.failed', instance, failure: end.reason });
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

/** It counts as completed for whoever waits for it, and passes nothing on; nothing is remembered, so that it runs again. */
function tolerate(context: RunContext, { instance, unit }: Work<PlannedJob>, failure: Failure): void {
  context.outputs.set(unit.name, new Map());
  const durationMs = failure.evidence?.durationMs ?? 0;
  context.emit({ type: 'unit.completed', instance, by: 'run', durationMs, outputs: [], tolerated: failure });
}
