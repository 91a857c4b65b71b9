import type { Look } from './look.ts';
import { hasKey } from './memory-key.ts';
import type { UpOptions } from './up.ts';
import { within } from './within.ts';

/** Longest that it may take to be made, ms. */
const deadline = 120_000;

/**
 * Makes the project's memory where there is none, so that what has to be kept before the first start is one write. Where
 * that fails, the write makes it, or tells why it can not.
 */
export async function prepareMemory(
  { engine, clock, plan }: Pick<UpOptions, 'engine' | 'clock' | 'plan'>,
  { documents }: Look,
  signal: AbortSignal,
): Promise<void> {
  if (hasKey(documents)) return;
  const prepare = (over: AbortSignal): Promise<void> => engine.memory(plan.project).prepare(over);
  await within(clock, deadline, prepare, signal).catch(() => undefined);
}
