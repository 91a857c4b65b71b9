import type { Engine } from '../engine/engine.ts';
import type { Plan } from '../plan/plan.ts';
import { type Assessment, assess } from './assess.ts';
import { type Look, lookAt } from './look.ts';

/** What is there, and what it means for the plan. */
export interface Seen {
  readonly look: Look;
  readonly assessment: Assessment;
}

/** Looks once, and compares with the plan. */
export async function seenNow(
  engine: Engine,
  plan: Plan,
  unitNames: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Seen> {
  const look = await lookAt(engine, plan, signal);
  return { look, assessment: await assess(look, plan, unitNames, signal) };
}
