import type { Clock } from '../../core/clock.ts';
import { formatDuration } from '../../core/duration.ts';
import type { Pace } from '../../manifest/readiness-model.ts';
import type { Asking } from './ask.ts';
import { Pacing } from './pacing.ts';

/** How a wait for readiness ended. */
export type Verdict =
  | { readonly kind: 'ready'; readonly attempts: number }
  | { readonly kind: 'timeout'; readonly attempts: number; readonly reason: string };

/** Told after each answer that does not end the wait; `nextMs` until the next try. */
export type OnAnswer = (attempt: number, reason: string, nextMs: number) => void;

/** A last try that has less than this tells of its haste alone, and not of the service; ms. */
const leastPatience = 100;

/** Asks until one check has passed or its time, `within` (ms), is over. Ends at once when the signal is aborted, with its reason. */
export async function untilReady(
  pace: Pace & { readonly within: number },
  { ask, ...early }: Asking,
  clock: Clock,
  signal: AbortSignal,
  onAnswer: OnAnswer,
): Promise<Verdict> {
  const began = clock.monotonic();
  const elapsed = () => clock.monotonic() - began;
  let attempts = 0;
  let successes = 0;
  let reason =
    pace.initialDelay > 0
      ? `it is asked for the first time ${formatDuration(pace.initialDelay)} after its start`
      : 'no probe has been answered yet';
  if (pace.initialDelay > 0) await clock.sleep(Math.min(pace.initialDelay, pace.within), signal);
  using pacing = new Pacing(pace.period, early, clock, signal);
  for (;;) {
    signal.throwIfAborted();
    const left = pace.within - elapsed();
    if (left <= 0) return { kind: 'timeout', attempts, reason };
    attempts++;
    const answer = await ask({ timeout: Math.min(pace.timeout, Math.ceil(left)) }, signal);
    if (answer.ready) {
      successes++;
      if (successes >= pace.successThreshold) return { kind: 'ready', attempts };
      pacing.hasOpened();
      reason = `${successes} good ${successes === 1 ? 'answer' : 'answers'} in a row, of ${pace.successThreshold} wanted`;
    } else {
      successes = 0;
      if (attempts === 1 || left >= Math.min(pace.timeout, leastPatience)) reason = answer.reason;
    }
    const pause = pacing.next(Math.max(0, pace.within - elapsed()));
    onAnswer(attempts, reason, pause);
    await pacing.pass(pause);
  }
}
