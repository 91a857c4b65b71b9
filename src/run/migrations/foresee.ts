import { instanceId } from '../../core/unit-state.ts';
import type { Plan, PlannedJob } from '../../plan/plan.ts';
import { stateOfJob } from '../jobs/state-of-job.ts';
import type { Look } from '../look.ts';
import { type Course, courseOf } from './course.ts';
import { describeCourse } from './describe-course.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { type PresentFile, readMigrations } from './migration-file.ts';

/** What is known, and what will come of it. */
export interface Foreseen {
  readonly ledger: Ledger;
  readonly present: readonly PresentFile[];
  readonly course: Course;
}

/** What will come of a job's migrations, as far as one look can tell; undefined for a job that has none. */
export async function foresee(
  { observed, documents }: Pick<Look, 'observed' | 'documents'>,
  plan: Plan,
  job: PlannedJob,
  signal: AbortSignal,
): Promise<Foreseen | undefined> {
  const { migrations } = job.unit;
  if (migrations === undefined) return undefined;
  const containerOf = (name: string) => observed.containers.find((one) => one.instance === instanceId(name));
  const [state, present] = await Promise.all([
    stateOfJob(job, { containerOf, volumes: observed.volumes, marking: 'read' }),
    readMigrations(migrations.files, plan.folder, signal),
  ]);
  const ledger = ledgerOf(documents, job.name, state);
  return { ledger, present, course: courseOf(ledger.applied, present) };
}

/** Why a job with migrations will run, in terms of them; `cause` where they have nothing to do with it. */
export async function foreseenCause(
  look: Look,
  plan: Plan,
  job: PlannedJob,
  cause: string,
  signal: AbortSignal,
): Promise<string> {
  const foreseen = await foresee(look, plan, job, signal);
  if (foreseen === undefined) return cause;
  const { ledger, course } = foreseen;
  const told = describeCourse(course, job.unit.migrations?.onRollback.kind ?? 'fail') ?? cause;
  if (ledger.unsettled === undefined) return told;
  const what = ledger.unsettled === 'down' ? 'a rollback' : 'an update';
  return `${what} did not end well, so that it is not known what is applied; ${told}`;
}
