import { variablesOf } from './job-outputs.ts';
import type { PlannedUnit } from './plan.ts';

/** Values of outputs by job, then by name in capitals. */
export type Outputs = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The whole environment of a unit: outputs of the jobs that it names, over them its aliases, over all its own. */
export function environmentOf({ unit, outputsFrom }: PlannedUnit, outputs: Outputs): Map<string, string> {
  const received = new Map<string, string>();
  for (const job of outputsFrom) {
    for (const [name, value] of outputs.get(job) ?? []) {
      for (const variable of variablesOf(job, name)) received.set(variable, value);
    }
  }
  const known = new Map([...received, ...unit.environment]);
  const aliases = [...unit.aliases].flatMap(([alias, original]): [string, string][] => {
    const value = known.get(original);
    return value === undefined ? [] : [[alias, value]];
  });
  return new Map([...received, ...aliases, ...unit.environment]);
}
