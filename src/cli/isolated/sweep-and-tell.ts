import { failureOf } from '../../core/failure.ts';
import { endBegunFor } from '../../engine/process/begun-for.ts';
import { type SweepOptions, sweep } from '../../run/isolated/sweep.ts';
import { note } from '../out.ts';
import type { Shell } from '../shell.ts';

/** Removes stacks of tests that were killed, and tells which; that one of them could not be removed ends nothing. */
export async function sweepAndTell(
  options: Pick<SweepOptions, 'engine' | 'clock' | 'holder'>,
  shell: Shell,
): Promise<void> {
  const onSwept: SweepOptions['onSwept'] = ({ project }, outcome) => {
    const text =
      outcome === 'removed'
        ? `removed "${project}", which a test that was killed had left`
        : `"${project}", which a test that was killed had left, could not be removed: ${outcome.failed}`;
    note(text, shell);
  };
  try {
    await sweep({ ...options, endProcesses: endBegunFor, onSwept }, new AbortController().signal);
  } catch (error) {
    note(`what earlier tests left could not be looked for: ${failureOf(error).message}`, shell);
  }
}
