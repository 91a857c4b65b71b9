import { instanceId } from '../core/unit-state.ts';
import type { Manifest } from '../manifest/model.ts';
import { outputsFrom } from './check-outputs.ts';
import type { Edge, Graph } from './graph.ts';
import type { PlannedStage, PlannedUnit } from './plan.ts';

/** All units of the stages, in order, with what ties them to each other. */
export function planUnits(
  manifest: Manifest,
  stages: readonly PlannedStage[],
  graph: Graph,
): ReadonlyMap<string, PlannedUnit> {
  const selected = new Set(stages.flatMap((stage) => stage.units));
  const edges = [...selected].flatMap((name) => graph.get(name) ?? []);
  const edgesTo = Map.groupBy(edges, (edge) => edge.to);
  const last = stages.findLastIndex((stage) => stage.units.length > 0);

  const units = new Map<string, PlannedUnit>();
  for (const stage of stages) {
    for (const name of stage.units) {
      const unit = manifest.units.get(name);
      if (unit === undefined) continue;
      const waiting = edgesTo.get(name) ?? [];
      const base = {
        name,
        stage: stage.index,
        instances: [instanceId(name)],
        needs: (graph.get(name) ?? []).map(({ to, condition }) => ({ unit: to, condition })),
        dependents: waiting.map((edge) => edge.from),
        outputsFrom: outputsFrom(name, manifest, graph),
      };
      units.set(
        name,
        unit.kind === 'service'
          ? { ...base, kind: 'service', unit, awaited: stage.index < last || waiting.some(waitsForMoreThanStart) }
          : { ...base, kind: 'job', unit, stateServices: stateServices(name, manifest, graph) },
      );
    }
  }
  return units;
}

const waitsForMoreThanStart = (edge: Edge): boolean => edge.condition !== 'started';

/** Services that a job depends on, directly or through others, nearest first: their data is what it works on. */
function stateServices(job: string, manifest: Manifest, graph: Graph): readonly string[] {
  const reached = new Set([job]);
  // A Set hands out what is added to it on the way, so it is its own queue.
  for (const name of reached) {
    for (const edge of graph.get(name) ?? []) reached.add(edge.to);
  }
  return [...reached].filter((name) => manifest.units.get(name)?.kind === 'service');
}
