import type { Unit } from '../manifest/model.ts';
import { replaceReferences } from '../manifest/references.ts';
import { variablesOf } from './job-outputs.ts';
import type { PlannedUnit } from './plan.ts';

/** Values of outputs by job, then by name in capitals. */
export type Outputs = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Why the environment of a unit can not be made of the outputs that there are. */
export type OutputTrouble =
  | { readonly kind: 'missing'; readonly job: string; readonly output: string; readonly variable: string }
  | { readonly kind: 'collision'; readonly variable: string; readonly jobs: readonly [string, string] };

/** The whole environment of a unit: outputs of the jobs that it names, over them its aliases, over all its own. */
export function environmentOf(planned: PlannedUnit, outputs: Outputs): Map<string, string> {
  const { unit } = planned;
  const received = new Map([...givenTo(planned, outputs)].map(([variable, { value }]) => [variable, value]));
  const own = withOutputs(unit, outputs);
  const known = new Map([...received, ...own]);
  const aliases = [...unit.aliases].flatMap(([alias, original]): [string, string][] => {
    const value = known.get(original);
    return value === undefined ? [] : [[alias, value]];
  });
  return new Map([...received, ...aliases, ...own]);
}

/** The first thing that is wrong with what a unit is to get; undefined where nothing is. */
export function outputTrouble(planned: PlannedUnit, outputs: Outputs): OutputTrouble | undefined {
  const { unit } = planned;
  const missing = unit.references.find(({ job, output }) => outputs.get(job)?.has(output) !== true);
  if (missing !== undefined) {
    const { job, output, variable } = missing;
    return { kind: 'missing', job, output, variable };
  }
  for (const [variable, { givers }] of givenTo(planned, outputs)) {
    const [first, second] = givers;
    if (second === undefined || unit.environment.has(variable) || unit.aliases.has(variable)) continue;
    return { kind: 'collision', variable, jobs: [first, second] };
  }
  return undefined;
}

interface Given {
  readonly value: string;
  readonly givers: readonly [string, ...string[]];
}

/** What a unit gets from jobs, by variable; of several givers the last one's value. */
function givenTo({ outputsFrom }: PlannedUnit, outputs: Outputs): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  for (const job of outputsFrom) {
    for (const [name, value] of outputs.get(job) ?? []) {
      for (const variable of variablesOf(job, name)) {
        const others = given.get(variable)?.givers;
        given.set(variable, { value, givers: others === undefined ? [job] : [...others, job] });
      }
    }
  }
  return given;
}

function withOutputs({ environment, references }: Unit, outputs: Outputs): ReadonlyMap<string, string> {
  if (references.length === 0) return environment;
  const referring = new Set(references.map(({ variable }) => variable));
  const textOf = (job: string, output: string): string => outputs.get(job)?.get(output) ?? '';
  return new Map(
    [...environment].map(([name, value]) => [name, referring.has(name) ? replaceReferences(value, textOf) : value]),
  );
}
