import { DevstackError } from '../../core/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import type { JobData } from './data-of-job.ts';

/** The image with which data is copied: that of a service that works on it, since nothing may have to be fetched. */
export async function copyingImage(
  engine: Engine,
  { images }: Pick<JobData, 'images'>,
  signal: AbortSignal,
): Promise<string> {
  for (const image of images) if ((await engine.image(image, signal)) !== undefined) return image;
  const message = `there is no image to copy the data with: ${images.join(', ')} can not be found any more`;
  throw new DevstackError({ code: 'snapshot', family: 'unit', message, hint: 'fetch one of them: devstack pull' });
}
