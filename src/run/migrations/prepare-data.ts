import { DevstackError } from '../../core/failure.ts';
import { instanceId } from '../../core/unit-state.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { Plan, PlannedJob } from '../../plan/plan.ts';
import type { Assessment } from '../assess.ts';
import { type Seen, seenNow } from '../seen.ts';
import type { Session } from '../session.ts';
import { stopOrKill } from '../stop-started.ts';
import { tearDown } from '../tear-down.ts';
import type { UpOptions } from '../up.ts';
import { dataOfJob, type JobData } from './data-of-job.ts';
import { aheadFailure } from './describe-course.ts';
import { type Foreseen, foresee } from './foresee.ts';
import { restoreSnapshot } from './restore-snapshot.ts';
import { type Snapshot, snapshotFor } from './snapshot.ts';
import { type DataWork, takeSnapshot } from './take-snapshot.ts';

/** What is to be done with the data before a job's turn. */
export type DataStep =
  | { readonly kind: 'none' }
  | { readonly kind: 'snapshot' }
  /** `resumed`: it was begun before, and the data is neither the one nor the other */
  | { readonly kind: 'restore'; readonly snapshot: Snapshot; readonly resumed: boolean }
  | { readonly kind: 'no-snapshot' };

/**
 * Takes snapshots of data that is about to be updated, and puts one back where data is ahead of its files, for jobs
 * that ask for it. Who uses the data is stopped for that; the run that follows starts them again. What there is then.
 */
export async function prepareData(session: Session, options: UpOptions, seen: Seen): Promise<Seen> {
  const { engine, plan, unitNames, policy } = options;
  let now = seen;
  for (const job of restorable(plan, seen.assessment)) {
    if (!(await prepareOne(session, options, job, now))) continue;
    now = await seenNow(engine, plan, unitNames, policy, session.interrupted);
  }
  return now;
}

/** Jobs that are about to run, and that go back by snapshots. */
export const restorable = (plan: Plan, { byInstance }: Assessment): readonly PlannedJob[] =>
  [...plan.units.values()].filter(
    (planned): planned is PlannedJob =>
      planned.kind === 'job' &&
      planned.unit.migrations?.onRollback.kind === 'restore' &&
      byInstance.get(instanceId(planned.name))?.action === 'run',
  );

/** What has to be done before a job migrates data. */
export function dataStep({ ledger, course, present }: Foreseen, { volumes }: JobData): DataStep {
  const { snapshots = [], restoring } = ledger;
  const begun = snapshots.find(({ id }) => id === restoring);
  if (begun !== undefined) return { kind: 'restore', snapshot: begun, resumed: true };
  if (course.kind === 'up') return { kind: course.names.length > 0 && volumes.length > 0 ? 'snapshot' : 'none' };
  if (course.kind === 'diverged') return { kind: 'none' };
  const snapshot = snapshotFor(snapshots, present);
  return snapshot === undefined ? { kind: 'no-snapshot' } : { kind: 'restore', snapshot, resumed: false };
}

async function prepareOne(session: Session, options: UpOptions, job: PlannedJob, { look }: Seen): Promise<boolean> {
  const { engine, plan, policy, clock } = options;
  const signal = session.interrupted;
  const foreseen = await foresee(look, plan, job, signal);
  if (foreseen === undefined) return false;
  const data = dataOfJob(job, look.observed);
  const step = dataStep(foreseen, data);
  if (step.kind === 'none') return false;
  const { course, ledger } = foreseen;
  const ahead = course.kind === 'down' ? course.names.toReversed() : [];
  if (step.kind === 'no-snapshot') throw noSnapshot(job.name, ahead);
  if (step.kind === 'restore' && !step.resumed && policy.mayRestore !== true) throw notAllowed(job.name, ahead);
  const began = clock.monotonic();
  tellFolders(session, job.name, data);
  await stopUsers(session, options, data.users);
  const { documents } = look;
  const work: DataWork = { engine, plan, job, data, documents, now: clock.now(), signal };
  const isNew = step.kind === 'snapshot' || !step.resumed;
  const booked = isNew ? await takeSnapshot(work, ledger, step.kind === 'restore' ? step.snapshot : undefined) : ledger;
  if (step.kind === 'restore') await restoreSnapshot(work, booked, step.snapshot);
  const what = step.kind === 'restore' ? 'restored' : 'taken';
  const durationMs = clock.monotonic() - began;
  session.emit({ type: 'snapshot', what, job: job.name, volumes: data.volumes, durationMs });
  return true;
}

async function stopUsers(
  session: Session,
  { plan, policy }: UpOptions,
  users: readonly ObservedContainer[],
): Promise<void> {
  const hooksOf = (unit: string) => plan.units.get(unit)?.unit;
  await tearDown(users, async (container) => {
    const how = { reason: 'its data is copied', hooksOf, graceMs: policy.graceMs };
    const untilSettled = await stopOrKill(session, container, how);
    await untilSettled();
    return true;
  });
}

function tellFolders({ emit }: Session, job: string, { folders }: JobData): void {
  if (folders.length === 0) return;
  const message = `no snapshot is taken of what job "${job}" has in folders of this machine: ${folders.join(', ')}`;
  emit({ type: 'warning', message, hint: 'mount them read-only where nothing is written to them, or use a volume' });
}

function noSnapshot(job: string, ahead: readonly string[]): DevstackError {
  const { message } = aheadFailure(job, ahead);
  const hint =
    'there is no snapshot from before: switch back to where the files are, or begin with fresh data: "devstack down -v"';
  return new DevstackError({ code: 'migrations-ahead', family: 'unit', message, hint });
}

function notAllowed(job: string, ahead: readonly string[]): DevstackError {
  const { message } = aheadFailure(job, ahead);
  const hint =
    'run "devstack up --yes" to put back the snapshot from before; a snapshot of the present data is taken first';
  return new DevstackError({ code: 'migrations-ahead', family: 'unit', message, hint });
}
