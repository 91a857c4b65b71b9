import { DevstackError } from '../core/failure.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Plan, PlannedUnit } from '../plan/plan.ts';

/** A unit that was brought up. Throws `unknown-unit` for any other. */
export function requirePlanned({ project, units }: Plan, name: string): PlannedUnit {
  const planned = units.get(name);
  if (planned !== undefined) return planned;
  const message = `"${project}" was brought up without a unit "${name}"`;
  const hint = didYouMean(name, [...units.keys()]) ?? `it has ${[...units.keys()].join(', ')}`;
  throw new DevstackError({ code: 'unknown-unit', family: 'usage', message, hint });
}
