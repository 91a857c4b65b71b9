import type { Problem } from '../core/problem.ts';
import type { Manifest } from '../manifest/model.ts';
import { findCycles } from './find-cycles.ts';
import type { Edge, Graph } from './graph.ts';

/** Every cycle, each with its whole path and all of its places. */
export function cycleProblems(graph: Graph): readonly Problem[] {
  return findCycles(graph).map(cycleProblem);
}

function cycleProblem(edges: readonly Edge[]): Problem {
  const [first, ...others] = edges;
  const path = [...edges.map((edge) => edge.from), first?.from].join(' → ');
  return {
    severity: 'error',
    code: 'cycle',
    message: `units wait for each other in a circle: ${path}`,
    ...(first && { span: first.span }),
    hint: 'remove one of these dependencies',
    related: others.map((edge) => ({ message: `"${edge.from}" depends on "${edge.to}"`, span: edge.span })),
  };
}

/** Every dependency on a unit of a later stage, with both places. */
export function stageProblems(manifest: Manifest, graph: Graph): readonly Problem[] {
  const indexes = new Map(manifest.stages.map((stage, index) => [stage.name, index]));
  return [...graph.values()].flat().flatMap((edge) => {
    const unit = manifest.units.get(edge.from);
    const other = manifest.units.get(edge.to);
    if (unit?.stage === undefined || other?.stage === undefined) return [];
    const own = indexes.get(unit.stage);
    const later = indexes.get(other.stage);
    if (own === undefined || later === undefined || later <= own) return [];
    return [
      {
        severity: 'error',
        code: 'later-stage',
        message: `"${unit.name}" in stage "${unit.stage}" depends on "${other.name}" in the later stage "${other.stage}"`,
        span: edge.span,
        hint: `move "${other.name}" to stage "${unit.stage}" or earlier, or "${unit.name}" to stage "${other.stage}" or later`,
        related: [{ message: `"${other.name}" is in stage "${other.stage}"`, span: other.span }],
      } satisfies Problem,
    ];
  });
}
