import { failureOf } from '../../core/failure.ts';
import { endBegunFor } from '../../engine/process/begun-for.ts';
import { type SweepOptions, sweep } from '../../run/isolated/sweep.ts';

/** Removes stacks whose processes were killed, and tells which; that one of them can not be removed ends nothing. */
export async function sweepStale(
  options: Pick<SweepOptions, 'engine' | 'clock' | 'holder'>,
  tell: (message: string) => void,
): Promise<void> {
  const onSwept: SweepOptions['onSwept'] = ({ project }, outcome) =>
    tell(
      outcome === 'removed'
        ? `removed "${project}", which a test that was killed had left`
        : `"${project}", which a test that was killed had left, could not be removed: ${outcome.failed}`,
    );
  try {
    await sweep({ ...options, endProcesses: endBegunFor, onSwept }, new AbortController().signal);
  } catch (error) {
    tell(`what earlier tests left could not be looked for: ${failureOf(error).message}`);
  }
}
