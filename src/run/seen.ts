import type { Engine } from '../engine/engine.ts';
import type { Plan } from '../plan/plan.ts';
import { type Assessment, assess } from './assess.ts';
import { type Look, lookAt } from './look.ts';
import type { UpPolicy } from './up-policy.ts';

/** What is there, and what it means for the plan. */
export interface Seen {
  readonly look: Look;
  readonly assessment: Assessment;
  /** images that were there and were fetched or built all the same, with how that ended */
  readonly renewed?: ReadonlyMap<string, Promise<void>>;
}

/** Looks once, unless that has been done, and compares with the plan. */
export async function seenNow(
  engine: Engine,
  plan: Plan,
  unitNames: ReadonlySet<string>,
  policy: UpPolicy,
  signal: AbortSignal,
  seen?: Look,
): Promise<Seen> {
  const look = seen ?? (await lookAt(engine, plan, signal));
  return { look, assessment: await assess(look, plan, unitNames, policy, signal) };
}
