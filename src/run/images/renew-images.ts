import { instanceId } from '../../core/unit-state.ts';
import type { PlannedUnit } from '../../plan/plan.ts';
import type { Look } from '../look.ts';
import { type ImageWork, provideImage } from './provide-image.ts';

/** More pulls and builds at once share one line and one disk. */
const parallelWork = 4;

/**
 * Fetches or builds them before anything is decided, since a new image decides what is made anew. What each came to,
 * by image: a failure is that of the units that want it.
 */
export async function renewImages(
  work: ImageWork,
  units: readonly PlannedUnit[],
  { images }: Pick<Look, 'images'>,
): Promise<ReadonlyMap<string, Promise<void>>> {
  const results = new Map<string, Promise<void>>();
  const queue = units.values();
  const worker = async (): Promise<void> => {
    for (const { name, unit } of queue) {
      const done = provideImage(work, unit, instanceId(name), images.get(unit.image));
      results.set(unit.image, done);
      await done.catch(() => undefined);
      work.signal.throwIfAborted();
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelWork, units.length) }, worker));
  return results;
}
