import type { Unit } from '../manifest/model.ts';
import { replaceReferences } from '../manifest/references.ts';
import { putAddresses } from './addresses/put-addresses.ts';
import type { AddressFacts } from './addresses/settle-address.ts';
import { variablesOf } from './job-outputs.ts';
import { pipelineVariable } from './parity/built-ins.ts';
import type { PlannedUnit } from './plan.ts';

/** Values of outputs by job, then by name in capitals. */
export type Outputs = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Why the environment of a unit can not be made of the outputs that there are. */
export type OutputTrouble =
  | { readonly kind: 'missing'; readonly job: string; readonly output: string; readonly variable: string }
  | { readonly kind: 'collision'; readonly variable: string; readonly jobs: readonly [string, string] };

/** What goes into an environment besides what the manifest says. */
interface Sources {
  readonly outputs: Outputs;
  /** of the pipeline that is reproduced; absent: none is */
  readonly pipeline?: ReadonlyMap<string, string> | undefined;
  /** absent: references to addresses stay as they are written */
  readonly addresses?: AddressFacts | undefined;
}

/**
 * The whole environment of a unit: what a pipeline sets, over it the outputs of the jobs that it names, over them its
 * aliases, over all its own.
 */
export function environmentOf(planned: PlannedUnit, { outputs, pipeline, addresses }: Sources): Map<string, string> {
  const given = [...givenTo(planned, outputs)].map(([variable, { value }]) => [variable, value] as const);
  const received = new Map([
    ...(pipeline ?? []),
    ...(pipeline === undefined ? [] : pipelineOutputs(planned, outputs)),
    ...given,
  ]);
  const own = new Map(withOutputs(planned.unit, outputs));
  if (addresses !== undefined) putAddresses(own, planned, addresses, outputs);
  const known = new Map([...received, ...own]);
  const aliases = [...planned.unit.aliases].flatMap(([alias, original]): [string, string][] => {
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

/**
 * What a unit gets from jobs, by variable; of several givers that it names the last one's value. What it gets unasked
 * gives way, and of several with one name none is meant.
 */
function givenTo({ outputsFrom, unnamedJobs }: PlannedUnit, outputs: Outputs): ReadonlyMap<string, Given> {
  const named = givers(
    outputsFrom.filter((job) => !unnamedJobs.has(job)),
    outputs,
  );
  if (unnamedJobs.size === 0) return named;
  const unasked = [...givers([...unnamedJobs], outputs)].filter(([, { givers }]) => givers.length === 1);
  return new Map([...unasked, ...named]);
}

function givers(jobs: readonly string[], outputs: Outputs): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  for (const job of jobs) {
    for (const [name, value] of outputs.get(job) ?? []) {
      for (const variable of variablesOf(job, name)) {
        const others = given.get(variable)?.givers;
        given.set(variable, { value, givers: others === undefined ? [job] : [...others, job] });
      }
    }
  }
  return given;
}

function pipelineOutputs({ outputsFrom }: PlannedUnit, outputs: Outputs): readonly (readonly [string, string])[] {
  return outputsFrom.flatMap((job) =>
    [...(outputs.get(job) ?? [])].map(([name, value]) => [pipelineVariable(job, name), value] as const),
  );
}

function withOutputs({ environment, references }: Unit, outputs: Outputs): ReadonlyMap<string, string> {
  if (references.length === 0) return environment;
  const referring = new Set(references.map(({ variable }) => variable));
  const textOf = (job: string, output: string): string => outputs.get(job)?.get(output) ?? '';
  return new Map(
    [...environment].map(([name, value]) => [name, referring.has(name) ? replaceReferences(value, textOf) : value]),
  );
}
