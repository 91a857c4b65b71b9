import type { Clock } from '../../core/clock.ts';
import type { Readiness } from '../../manifest/model.ts';
import type { Ask } from './ask.ts';
import { cadence } from './cadence.ts';

/** How a wait for readiness ended. */
export type Verdict =
  | { readonly kind: 'ready'; readonly attempts: number }
  | { readonly kind: 'timeout'; readonly attempts: number; readonly reason: string };

/** Told after each answer that is not ready; `nextMs` until the next try. */
export type OnAnswer = (attempt: number, reason: string, nextMs: number) => void;

/** Asks until the unit is ready or its time is over. Ends at once when the signal is aborted, with its reason. */
export async function untilReady(
  readiness: Readiness,
  ask: Ask,
  clock: Clock,
  signal: AbortSignal,
  onAnswer: OnAnswer,
): Promise<Verdict> {
  const began = clock.monotonic();
  const elapsed = () => clock.monotonic() - began;
  let attempts = 0;
  let successes = 0;
  let reason = 'no probe has been answered yet';
  if (readiness.initialDelay > 0) await clock.sleep(readiness.initialDelay, signal);
  for (;;) {
    signal.throwIfAborted();
    const left = readiness.within - elapsed();
    if (left <= 0) return { kind: 'timeout', attempts, reason };
    attempts++;
    const interval = cadence(elapsed(), readiness.period);
    const attempt = attempts;
    const heard = (answer: string) => onAnswer(attempt, answer, interval);
    const answer = await ask({ timeout: Math.min(readiness.timeout, Math.ceil(left)), interval, heard }, signal);
    if (answer.ready) {
      successes++;
      if (successes >= readiness.successThreshold) return { kind: 'ready', attempts };
    } else {
      successes = 0;
      reason = answer.reason;
    }
    const pause = Math.min(cadence(elapsed(), readiness.period), Math.max(0, readiness.within - elapsed()));
    if (!answer.ready) onAnswer(attempts, reason, pause);
    await clock.sleep(pause, signal);
  }
}
