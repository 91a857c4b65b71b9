import { copyVolume } from './copy-volume.ts';
import { copyingImage } from './copying-image.ts';
import { type Ledger, ledgerDocument } from './ledger.ts';
import type { Snapshot } from './snapshot.ts';
import type { DataWork } from './take-snapshot.ts';

/**
 * Puts a snapshot in place of a job's data, with what was remembered of the jobs on it. The ledger says that this is
 * under way until all of it is done, so that it is done once more where it was cut off.
 */
export async function restoreSnapshot(work: DataWork, ledger: Ledger, snapshot: Snapshot): Promise<void> {
  const { engine, plan, job, data, now, signal } = work;
  const { project } = plan;
  const memory = engine.memory(project);
  await memory.write(new Map([ledgerDocument(job.name, { ...ledger, restoring: snapshot.id, at: now })]), signal);
  for (const [to, from] of Object.entries(snapshot.volumes)) {
    const image = await copyingImage(engine, plan, to, data, signal);
    await copyVolume(engine, { project, job: job.name, from, to, image }, signal);
  }
  const { restoring: _, unsettled: __, ...rest } = ledger;
  const restored = ledgerDocument(job.name, { ...rest, applied: snapshot.applied, at: now });
  const records = Object.entries(snapshot.records).map(([key, record]) => [key, record ?? undefined] as const);
  await memory.write(new Map<string, unknown>([restored, ...records]), signal);
}
