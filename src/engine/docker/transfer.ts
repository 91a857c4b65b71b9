import type { Readable } from 'node:stream';
import type { DevstackError } from '../../core/failure.ts';
import type { PullProgress } from '../engine.ts';
import { chunksOf, open } from './ask.ts';
import { linesOf } from './json-lines.ts';
import { parseReport, TransferSum } from './transfer-progress.ts';
import type { Asked } from './translate.ts';
import { refusalOf } from './translate.ts';

/** A transfer as a whole may take long; this long without a word means that it is stuck, in ms. */
const idleLimit = 120_000;

/** An image on its way between an engine and a registry. */
export interface Transfer {
  readonly asked: Pick<Asked, 'doing' | 'code'>;
  request(abortSignal: AbortSignal): Promise<NodeJS.ReadableStream>;
  /** the failure that the engine's own words stand for */
  failure(engineText: string, cause?: unknown): DevstackError;
}

/** Follows a transfer to its end. Throws its own failure, also when nothing has come for two minutes. */
export async function transfer(
  { asked, request, failure }: Transfer,
  progress: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const bounded = { ...asked, deadlineMs: idleLimit };
  const idle = new AbortController();
  const both = AbortSignal.any([signal, idle.signal]);
  const stuck = (): void => idle.abort(failure('the registry stopped sending'));
  let timer = setTimeout(stuck, idleLimit);
  try {
    const stream: Readable = await open(bounded, both, request);
    const sum = new TransferSum();
    for await (const line of linesOf(chunksOf(stream, bounded, both))) {
      clearTimeout(timer);
      timer = setTimeout(stuck, idleLimit);
      const report = parseReport(line);
      if (report.error !== undefined) throw failure(report.error);
      const summed = sum.add(report);
      if (summed !== undefined) progress(summed);
    }
  } catch (error) {
    const refusal = error instanceof Error ? refusalOf(error.cause) : undefined;
    throw refusal === undefined ? error : failure(refusal.message, error);
  } finally {
    clearTimeout(timer);
  }
}
