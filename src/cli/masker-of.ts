import { DevstackError } from '../core/failure.ts';
import type { Engine } from '../engine/engine.ts';
import { knownSecrets } from '../run/jobs/known-secrets.ts';
import { maskedFailure } from '../run/masking/masked.ts';
import { Masker } from '../run/masking/masker.ts';

/** Hides the sensitive outputs that jobs of a project have passed on so far; a given one learns what has come since. */
export async function maskerOf(
  engine: Engine,
  project: string,
  signal: AbortSignal,
  masker = new Masker(),
): Promise<Masker> {
  masker.learn(knownSecrets(await engine.memory(project).read(signal)));
  return masker;
}

/** Longest that it may take to learn what to hide in an error, ms. */
const learnDeadline = 10_000;

/** Does something in whose failure sensitive outputs stay hidden: what an engine refuses, it quotes. */
export async function hidingInErrors<Value>(
  engine: Engine,
  project: string,
  act: () => Promise<Value>,
): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof DevstackError)) throw error;
    const { apply } = await maskerOf(engine, project, AbortSignal.timeout(learnDeadline));
    throw new DevstackError(maskedFailure(error.failure, apply));
  }
}
