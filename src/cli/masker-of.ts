import type { Engine } from '../engine/engine.ts';
import { knownSecrets } from '../run/jobs/known-secrets.ts';
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
