import { failureOf } from '../../core/failure.ts';
import { endBegunFor } from '../../engine/process/begun-for.ts';
import { type SweepOptions, sweep } from '../../run/isolated/sweep.ts';
import { errorTheme } from '../out.ts';
import type { Shell } from '../shell.ts';

/** Removes stacks of tests that were killed, and tells which; that one of them could not be removed ends nothing. */
export async function sweepAndTell(
  options: Pick<SweepOptions, 'engine' | 'clock' | 'holder'>,
  shell: Shell,
): Promise<void> {
  const { paint } = errorTheme(shell);
  const onSwept: SweepOptions['onSwept'] = ({ project }, outcome) => {
    const text =
      outcome === 'removed'
        ? `removed "${project}", which a test that was killed had left`
        : `"${project}", which a test that was killed had left, could not be removed: ${outcome.failed}`;
    shell.stderr.write(`${paint('dim', `note: ${text}`)}\n`);
  };
  try {
    await sweep({ ...options, endProcesses: endBegunFor, onSwept }, new AbortController().signal);
  } catch (error) {
    const { message } = failureOf(error);
    shell.stderr.write(`${paint('dim', `note: what earlier tests left could not be looked for: ${message}`)}\n`);
  }
}
