import type { Engine } from '../../engine/engine.ts';
import { imagesIn } from './ledger.ts';

/** Takes off the names under which images were kept for a project's migrations. */
export async function releaseImages(engine: Engine, project: string, signal: AbortSignal): Promise<void> {
  const documents = await engine.memory(project).read(signal);
  for (const image of imagesIn(documents)) await engine.removeImage(image, signal);
}
