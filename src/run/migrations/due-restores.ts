import type { Engine } from '../../engine/engine.ts';
import type { Plan } from '../../plan/plan.ts';
import { seenNow } from '../seen.ts';
import type { UpPolicy } from '../up-policy.ts';
import { dataOfJob } from './data-of-job.ts';
import { foresee } from './foresee.ts';
import { dataStep, restorable } from './prepare-data.ts';

/** A snapshot that would take the place of a job's data. */
interface DueRestore {
  readonly job: string;
  /** migrations that go with the present data */
  readonly ahead: readonly string[];
  /** when the snapshot was taken, ms since the epoch */
  readonly at: number;
}

/** Looks once which snapshots a run would put back. Changes nothing. */
export async function dueRestores(
  engine: Engine,
  plan: Plan,
  policy: UpPolicy,
  signal: AbortSignal,
): Promise<readonly DueRestore[]> {
  const { look, assessment } = await seenNow(engine, plan, new Set(plan.units.keys()), policy, signal);
  const due: DueRestore[] = [];
  for (const job of restorable(plan, assessment)) {
    const foreseen = await foresee(look, plan, job, signal);
    const step = foreseen && dataStep(foreseen, dataOfJob(job, look.observed));
    if (foreseen?.course.kind !== 'down' || step?.kind !== 'restore' || step.resumed) continue;
    due.push({ job: job.name, ahead: foreseen.course.names.toReversed(), at: step.snapshot.at });
  }
  return due;
}
