import type { Clock } from '../../core/clock.ts';
import type { Check } from '../../manifest/readiness-model.ts';
import type { Asking } from './ask.ts';
import { type OnAnswer, untilReady, type Verdict } from './until-ready.ts';

/** A check, and how it is asked. */
export interface Asked extends Asking {
  readonly check: Check;
  /** where the question goes, for people */
  readonly route: string;
  /** what is asked, for people */
  readonly name: string;
}

/**
 * Waits until each check has passed, all at the same time and each at its own pace, or until `within` (ms) is over. One
 * that has passed is not asked again. Attempts are counted together.
 */
export async function untilAllReady(
  asked: readonly Asked[],
  within: number,
  clock: Clock,
  signal: AbortSignal,
  onAnswer: OnAnswer,
): Promise<Verdict> {
  const attempts: number[] = asked.map(() => 0);
  const total = () => attempts.reduce((sum, count) => sum + count, 0);
  // Of several it is not clear which one an answer is from.
  const told = (name: string, reason: string) => (asked.length === 1 ? reason : `${name}: ${reason}`);
  const verdicts = await Promise.all(
    asked.map(async (one, index) => {
      const { check, name } = one;
      const verdict = await untilReady({ ...check, within }, one, clock, signal, (attempt, reason, nextMs) => {
        attempts[index] = attempt;
        onAnswer(total(), told(name, reason), nextMs);
      });
      attempts[index] = verdict.attempts;
      return { ...verdict, name };
    }),
  );
  const reasons = verdicts.flatMap((one) => (one.kind === 'timeout' ? [told(one.name, one.reason)] : []));
  if (reasons.length === 0) return { kind: 'ready', attempts: total() };
  return { kind: 'timeout', attempts: total(), reason: reasons.join('; ') };
}
