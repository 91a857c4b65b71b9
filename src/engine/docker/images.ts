import type Dockerode from 'dockerode';
import type { Host } from '../../core/host.ts';
import type { PullProgress } from '../engine.ts';
import { ask, chunksOf, open } from './ask.ts';
import { linesOf } from './json-lines.ts';
import { pullFailure } from './pull-failure.ts';
import { PullSum, parseReport } from './pull-progress.ts';
import { credentialsFor } from './registry-credentials.ts';
import { isMissing, refusalOf } from './translate.ts';

/** The id of an image that the engine has. */
export async function imageId(docker: Dockerode, reference: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const found = await ask({ doing: `look for the image "${reference}"` }, signal, (abortSignal) =>
      docker.getImage(reference).inspect({ abortSignal } as Dockerode.ImageInspectOptions),
    );
    return found.Id;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A pull as a whole may take long; this long without a word means that it is stuck, in ms. */
const idleLimit = 120_000;

/** Pulls an image with the user's own login. Throws `image-pull`. */
export async function pullImage(
  docker: Dockerode,
  host: Host,
  reference: string,
  progress: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const asked = { doing: `pull the image "${reference}"`, code: 'image-pull', deadlineMs: idleLimit } as const;
  const authconfig = await credentialsFor(reference, host, signal);
  const idle = new AbortController();
  const both = AbortSignal.any([signal, idle.signal]);
  const stuck = (): void => idle.abort(pullFailure(reference, 'the registry stopped sending'));
  let timer = setTimeout(stuck, idleLimit);
  try {
    const stream = await open(asked, both, (abortSignal) =>
      docker.pull(reference, { abortSignal, ...(authconfig && { authconfig }) }),
    );
    const sum = new PullSum();
    for await (const line of linesOf(chunksOf(stream, asked, both))) {
      clearTimeout(timer);
      timer = setTimeout(stuck, idleLimit);
      const report = parseReport(line);
      if (report.error !== undefined) throw pullFailure(reference, report.error);
      const summed = sum.add(report);
      if (summed !== undefined) progress(summed);
    }
  } catch (error) {
    const refusal = error instanceof Error ? refusalOf(error.cause) : undefined;
    throw refusal === undefined ? error : pullFailure(reference, refusal.message, error);
  } finally {
    clearTimeout(timer);
  }
}
