import { DevstackError } from '../../core/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Plan } from '../../plan/plan.ts';
import type { JobData } from './data-of-job.ts';
import { isOnHost } from './volume-for-copy.ts';

/**
 * The image with which a volume is copied: that of a service that works on it, since nothing may have to be fetched;
 * none for what is a folder of this machine.
 */
export async function copyingImage(
  engine: Engine,
  plan: Plan,
  volume: string,
  { images }: Pick<JobData, 'images'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (isOnHost(plan, volume)) return undefined;
  for (const image of images) if ((await engine.image(image, signal)) !== undefined) return image;
  const message = `there is no image to copy the data with: ${images.join(', ')} can not be found any more`;
  throw new DevstackError({ code: 'snapshot', family: 'unit', message, hint: 'fetch one of them: devstack pull' });
}
