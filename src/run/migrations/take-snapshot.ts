import { randomBytes } from 'node:crypto';
import type { Engine } from '../../engine/engine.ts';
import type { Plan, PlannedJob } from '../../plan/plan.ts';
import { jobKey } from '../jobs/job-memory.ts';
import { copyVolume } from './copy-volume.ts';
import { copyingImage } from './copying-image.ts';
import type { JobData } from './data-of-job.ts';
import { type Ledger, ledgerDocument } from './ledger.ts';
import { type Snapshot, withSnapshot } from './snapshot.ts';
import { volumeForCopy } from './volume-for-copy.ts';

/** What snapshots are taken of and put back to. Nobody uses the data meanwhile. */
export interface DataWork {
  readonly engine: Engine;
  readonly plan: Plan;
  readonly job: PlannedJob;
  readonly data: JobData;
  readonly documents: ReadonlyMap<string, unknown>;
  /** ms since the epoch */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Takes a snapshot of a job's data and books it; older ones go, but not the one that is `needed`. */
export async function takeSnapshot(work: DataWork, ledger: Ledger, needed?: Snapshot): Promise<Ledger> {
  const { engine, plan, job, data, documents, now, signal } = work;
  const id = randomBytes(4).toString('hex');
  const copies = data.volumes.map((from, index) => [from, `${plan.project}_snapshot-${id}-${index + 1}`] as const);
  try {
    for (const [from, to] of copies) await makeCopy(work, from, to);
  } catch (error) {
    await Promise.allSettled(copies.map(([, to]) => engine.removeVolume(to, AbortSignal.timeout(60_000))));
    throw error;
  }
  const keys = [job.name, ...job.apartFrom].map(jobKey);
  const records = Object.fromEntries(keys.map((key) => [key, documents.get(key) ?? null]));
  const added = { id, at: now, applied: ledger.applied, volumes: Object.fromEntries(copies), records };
  const { stay, go } = withSnapshot(ledger.snapshots ?? [], added, needed);
  const written = { ...ledger, snapshots: stay, at: now };
  await engine.memory(plan.project).write(new Map([ledgerDocument(job.name, written)]), signal);
  for (const { volumes } of go) for (const name of Object.values(volumes)) await engine.removeVolume(name, signal);
  return written;
}

async function makeCopy({ engine, plan, job, data, signal }: DataWork, from: string, to: string): Promise<void> {
  const { project } = plan;
  const image = await copyingImage(engine, plan, from, data, signal);
  await engine.ensureVolume(project, volumeForCopy(plan, from, to, job.unit.span), signal);
  await copyVolume(engine, { project, job: job.name, from, to, image }, signal);
}
