import type { Problem } from '../core/problem.ts';
import type { Manifest, Unit } from '../manifest/model.ts';
import type { Graph } from './graph.ts';
import { type DeclaredOutputs, declaredOutputs, variablesOf } from './job-outputs.ts';
import { type BuiltIns, builtInsOf, namesFor } from './parity/built-ins.ts';
import { referenceProblems } from './reference-problems.ts';

/** Jobs whose outputs a unit gets: those that it waits for until they are completed, since only then they are known. */
export function outputsFrom(unit: string, manifest: Manifest, graph: Graph): readonly string[] {
  return (graph.get(unit) ?? [])
    .filter((edge) => edge.condition === 'completed' && manifest.units.get(edge.to)?.kind === 'job')
    .map((edge) => edge.to);
}

/** Jobs of earlier stages, whose outputs all units of later ones get in a pipeline. */
export function jobsBefore({ stage }: Unit, { parity, stages, units }: Manifest): readonly string[] {
  if (parity.kind === 'none') return [];
  const earlier = new Set(
    stages
      .slice(
        0,
        stages.findIndex(({ name }) => name === stage),
      )
      .map(({ name }) => name),
  );
  return [...units.values()]
    .filter((unit) => unit.kind === 'job' && earlier.has(unit.stage ?? ''))
    .map(({ name }) => name);
}

/** Outputs of two jobs that would arrive under one name, and aliases of what will never be there. */
export function outputProblems(manifest: Manifest, graph: Graph): readonly Problem[] {
  const declared = declaredOutputs(manifest);
  const builtIns = builtInsOf(manifest);
  return [...manifest.units.values()].flatMap((unit) => {
    const jobs = outputsFrom(unit.name, manifest, graph);
    const isGiven = jobs.length > 0 || jobsBefore(unit, manifest).length > 0;
    const wrong = isGiven ? collisions(unit, new Set(jobs), manifest, declared) : unknownOutputs(unit, builtIns);
    return [...referenceProblems(unit, manifest), ...wrong];
  });
}

function collisions(
  unit: Unit,
  jobs: ReadonlySet<string>,
  manifest: Manifest,
  declared: DeclaredOutputs,
): readonly Problem[] {
  return [...variablesFrom(jobs, manifest)].flatMap((variable) => {
    if (unit.environment.has(variable) || unit.aliases.has(variable)) return [];
    const givers = [...(declared.get(variable) ?? [])].filter(([job]) => jobs.has(job));
    if (givers.length < 2) return [];
    return [
      {
        severity: 'error',
        code: 'output-collision',
        message: `"${unit.name}" gets "${variable}" from ${givers.map(([job]) => `"${job}"`).join(' and ')}`,
        span: unit.span,
        hint: `rename one of the outputs, or say which one is meant: set "${variable}" under aliases or environment of "${unit.name}"`,
        related: givers.map(([job, output]) => ({ message: `an output of "${job}"`, span: output.span })),
      } satisfies Problem,
    ];
  });
}

function variablesFrom(jobs: ReadonlySet<string>, manifest: Manifest): ReadonlySet<string> {
  const variables = [...jobs].flatMap((job) => {
    const unit = manifest.units.get(job);
    return unit?.kind === 'job' ? unit.outputs.flatMap((output) => variablesOf(job, output.name)) : [];
  });
  return new Set(variables);
}

/** Only where no job gives anything: a job may write more outputs than it promises. */
function unknownOutputs(unit: Unit, builtIns: BuiltIns | undefined): readonly Problem[] {
  const known = new Set([...unit.environment.keys(), ...(builtIns === undefined ? [] : namesFor(unit, builtIns))]);
  return [...unit.aliases]
    .filter(([, original]) => !known.has(original))
    .map(([alias, original]) => ({
      severity: 'error',
      code: 'unknown-output',
      message: `the alias "${alias}" of "${unit.name}" stands for "${original}", which is neither in its environment nor an output of a job that it depends on`,
      span: unit.span,
      hint:
        builtIns === undefined && original.startsWith('QOVERY_')
          ? 'add "parity: qovery" to the file: units then get the variables of that pipeline'
          : `set "${original}" under environment, or add the job that writes it to depends_on`,
    }));
}
