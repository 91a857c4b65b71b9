import type { RunContext } from '../context.ts';
import { keptImage } from './kept-image.ts';
import { type Ledger, ledgerDocument, ledgerOf, outdated } from './ledger.ts';
import type { MigrationStep } from './migration-step.ts';

/** A step that has ended well, and the container that took it. */
interface Settled {
  readonly job: string;
  readonly handle: string;
  readonly step: MigrationStep;
  /** of the data that it worked on */
  readonly state: Readonly<Record<string, string>>;
}

/**
 * Books a step that has ended well: the documents that say so, to be written together with the job's record. The image
 * that migrations were applied with is kept by a name of our own, since it may be needed to take them back.
 */
export async function settleMigration(
  { engine, memory, clock, plan }: RunContext,
  { job, handle, step, state }: Settled,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, unknown>> {
  const documents = await memory.read(signal);
  const { unsettled: _, ...ledger } = ledgerOf(documents, job, state);
  const image = step.direction === 'up' ? await keepImage() : ledger.image;
  const at = clock.now();
  const written: Ledger = { ...ledger, applied: step.target, at, ...(image !== undefined && { image }) };
  const old = outdated(documents, job, written);
  for (const reference of old.images) await engine.removeImage(reference, signal);
  for (const name of old.volumes) await engine.removeVolume(name, signal);
  return new Map<string, unknown>([...old.documents, ledgerDocument(job, written)]);

  async function keepImage(): Promise<string | undefined> {
    const container = await engine.inspect(handle, signal);
    if (container === undefined) return ledger.image;
    // A process of the host was made from none.
    if (container.imageId === '') return undefined;
    const reference = keptImage(plan().project, job, step.id);
    await engine.tagImage(container.imageId, reference, signal);
    return reference;
  }
}
