import type { Look } from './look.ts';
import { hasKey, rememberedKey } from './memory-key.ts';
import type { UpOptions } from './up.ts';
import { within } from './within.ts';

/** Longest that it may take to be written, ms. */
const deadline = 120_000;

/**
 * Keeps the project's key before any container runs whose hashes are made with it: of a run that is killed right after,
 * what it has started is not thrown away. Where that fails, what is remembered later brings the key along.
 */
export async function keepKey(
  { engine, clock, plan }: Pick<UpOptions, 'engine' | 'clock' | 'plan'>,
  { documents, key }: Look,
  signal: AbortSignal,
): Promise<void> {
  if (hasKey(documents)) return;
  const write = (over: AbortSignal): Promise<void> => engine.memory(plan.project).write(rememberedKey(key), over);
  await within(clock, deadline, write, signal).catch(() => undefined);
}
