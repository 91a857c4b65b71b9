import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Migrations } from '../../manifest/model.ts';
import type { ContainerSpec } from '../../plan/container-spec.ts';
import type { PlannedJob } from '../../plan/plan.ts';
import type { RunContext, Work } from '../context.ts';
import { unitFailure } from '../evidence.ts';
import type { Fingerprint } from '../jobs/fingerprint.ts';
import type { JobRecord } from '../jobs/job-memory.ts';
import { folderInUnit, withAppliedFiles } from './applied-files.ts';
import { contentOf, copiesOf } from './copies.ts';
import { courseOf } from './course.ts';
import { aheadFailure, divergedFailure, restoreFailure } from './describe-course.ts';
import { copiesKey, type Ledger, ledgerDocument, ledgerOf } from './ledger.ts';
import { type PresentFile, readMigrations } from './migration-file.ts';
import { type MigrationStep, stepBetween, stepVariables } from './migration-step.ts';

/** What a step is decided and made from. */
interface Situation {
  readonly migrations: Migrations;
  readonly documents: ReadonlyMap<string, unknown>;
  readonly ledger: Ledger;
  readonly present: readonly PresentFile[];
}

type Adapt = (spec: ContainerSpec) => ContainerSpec;

/**
 * Finds out which way a job's migrations have to go, and makes ready for it: the ledger says what is about to happen,
 * and the job's container gets the command, the image and the files that this takes.
 */
export async function beginMigration(
  context: RunContext,
  work: Work<PlannedJob>,
  migrations: Migrations,
  fingerprint: Fingerprint,
  record: JobRecord,
): Promise<Result<MigrationStep, Failure>> {
  const { unit, signal, instance } = work;
  const [documents, present] = await Promise.all([
    context.memory.read(signal),
    readMigrations(migrations.files, context.plan().folder, signal),
  ]);
  const ledger = ledgerOf(documents, unit.name, fingerprint.state);
  const situation = { migrations, documents, ledger, present };
  if (ledger.restoring !== undefined) return fail(restoreFailure(unit.name));
  const course = courseOf(ledger.applied, present);
  if (course.kind === 'diverged') return fail(divergedFailure(unit.name, course));
  const step = stepBetween(ledger.id, ledger.applied, present);
  const adapt = course.kind === 'up' ? ok((spec: ContainerSpec) => spec) : await rollback(context, work, situation);
  if (!adapt.ok) return adapt;
  await writeIntent(context, work, situation, step);
  context.adapted.set(instance, (spec) => adapt.value(withVariables(spec, step, migrations)));
  const outputs = step.direction === 'down' ? record.done?.outputs : undefined;
  return ok({ ...step, ...(outputs && { outputs }) });
}

/** Makes what takes migrations back: the down command, with the image and the files that were applied. */
async function rollback(
  { engine, plan }: RunContext,
  { unit, signal }: Work<PlannedJob>,
  { migrations, documents, ledger, present }: Situation,
): Promise<Result<Adapt, Failure>> {
  const { onRollback, files: globs } = migrations;
  const ahead = ledger.applied.slice(present.length).map(({ name }) => name);
  if (onRollback.kind === 'fail') return fail(aheadFailure(unit.name, ahead));
  if (onRollback.kind === 'restore') return fail(restoreFailure(unit.name));
  const names = ledger.applied.map(({ name }) => name);
  const content = contentOf(documents.get(copiesKey(unit.name, ledger.id)), names);
  // A process of the host was made from none.
  const image = unit.unit.place === 'host' ? undefined : ledger.image;
  const isImageLost = image !== undefined && (await engine.image(image, signal)) === undefined;
  if (content === undefined || isImageLost) {
    const lost = content === undefined ? 'the files' : `the image "${image}"`;
    const message = `${lost} with which the migrations of job "${unit.name}" were applied can not be found any more`;
    const hint =
      'switch back to where the files are and take them back by hand, or begin with fresh data: "devstack down -v"';
    return fail(unitFailure('migrations-ahead', message, {}, hint));
  }
  const applied = { files: ledger.applied, content, base: plan().folder, globs };
  return ok((spec) => ({
    ...withAppliedFiles(spec, applied),
    ...(image !== undefined && { image }),
    command: onRollback.command,
  }));
}

/** Before anything happens to the data, so that whoever comes after a crash knows what may have happened. */
async function writeIntent(
  { memory, clock }: RunContext,
  { unit, signal }: Work<PlannedJob>,
  { documents, ledger, present }: Situation,
  { direction, count }: MigrationStep,
): Promise<void> {
  const key = copiesKey(unit.name, ledger.id);
  const intent = ledgerDocument(unit.name, { ...ledger, unsettled: direction, at: clock.now() });
  const isCopied = direction === 'down' || (count === 0 && documents.has(key));
  const copies: readonly (readonly [string, unknown])[] = isCopied ? [] : [[key, copiesOf(present)]];
  await memory.write(new Map([intent, ...copies]), signal);
}

function withVariables(spec: ContainerSpec, step: MigrationStep, { files }: Migrations): ContainerSpec {
  const folder = folderInUnit(spec, files);
  const place = folder === undefined ? [] : ([['DEVSTACK_MIGRATION_FOLDER', folder]] as const);
  return { ...spec, environment: new Map([...spec.environment, ...stepVariables(step), ...place]) };
}
