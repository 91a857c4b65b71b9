import type { Problem } from '../core/problem.ts';
import type { Manifest, Unit } from '../manifest/model.ts';
import type { Graph } from './graph.ts';
import { type DeclaredOutputs, declaredOutputs, variablesOf } from './job-outputs.ts';
import { referenceProblems } from './reference-problems.ts';

/** Jobs whose outputs a unit gets: those that it waits for until they are completed, since only then they are known. */
export function outputsFrom(unit: string, manifest: Manifest, graph: Graph): readonly string[] {
  return (graph.get(unit) ?? [])
    .filter((edge) => edge.condition === 'completed' && manifest.units.get(edge.to)?.kind === 'job')
    .map((edge) => edge.to);
}

/** Outputs of two jobs that would arrive under one name, and aliases of what will never be there. */
export function outputProblems(manifest: Manifest, graph: Graph): readonly Problem[] {
  const declared = declaredOutputs(manifest);
  return [...manifest.units.values()].flatMap((unit) => {
    const jobs = outputsFrom(unit.name, manifest, graph);
    const wrong = jobs.length === 0 ? unknownOutputs(unit) : collisions(unit, new Set(jobs), manifest, declared);
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
function unknownOutputs(unit: Unit): readonly Problem[] {
  return [...unit.aliases]
    .filter(([, original]) => !unit.environment.has(original))
    .map(([alias, original]) => ({
      severity: 'error',
      code: 'unknown-output',
      message: `the alias "${alias}" of "${unit.name}" stands for "${original}", which is neither in its environment nor an output of a job that it depends on`,
      span: unit.span,
      hint: `set "${original}" under environment, or add the job that writes it to depends_on`,
    }));
}
