import { type InstanceId, instanceId } from '../core/unit-state.ts';
import type { Manifest, Unit } from '../manifest/model.ts';
import { closed, openings } from './addresses/openings.ts';
import { plannedAddresses } from './addresses/planned-addresses.ts';
import { basedOn } from './based-on.ts';
import { jobsBefore, outputsFrom } from './check-outputs.ts';
import type { Edge, Graph } from './graph.ts';
import { jobState } from './job-state.ts';
import type { PlannedStage, PlannedUnit } from './plan.ts';

/** All units of the stages, in order, with what ties them to each other; `written`: before they were placed. */
export function planUnits(
  manifest: Manifest,
  stages: readonly PlannedStage[],
  graph: Graph,
  scale: ReadonlyMap<string, number>,
  written: Manifest,
): ReadonlyMap<string, PlannedUnit> {
  const selected = new Set(stages.flatMap((stage) => stage.units));
  const edgesOf = (name: string) => (graph.get(name) ?? []).filter((edge) => selected.has(edge.to));
  const edges = [...selected].flatMap(edgesOf);
  const edgesTo = Map.groupBy(edges, (edge) => edge.to);
  const last = stages.findLastIndex((stage) => stage.units.length > 0);

  const opened = openings(manifest, written);
  const units = new Map<string, PlannedUnit>();
  for (const stage of stages) {
    for (const name of stage.units) {
      const unit = manifest.units.get(name);
      if (unit === undefined) continue;
      const waiting = edgesTo.get(name) ?? [];
      const named = outputsFrom(name, manifest, graph);
      const unnamed = jobsBefore(unit, manifest).filter((job) => !named.includes(job));
      const base = {
        name,
        stage: stage.index,
        teardownStage: manifest.barrier === 'eager' ? 0 : stage.index,
        instances: instancesOf(unit, scale),
        needs: edgesOf(name).map(({ to, condition, required, restart }) => ({
          unit: to,
          condition,
          required,
          restart,
        })),
        dependents: waiting.map((edge) => edge.from),
        outputsFrom: [...unnamed, ...named],
        unnamedJobs: new Set(unnamed),
        addresses: plannedAddresses(unit, manifest.units),
        opening: opened.get(name) ?? closed,
        basedOn: basedOn(unit).filter((other) => selected.has(other)),
        optional: waiting.length > 0 && waiting.every((edge) => !edge.required),
      };
      units.set(
        name,
        unit.kind === 'service'
          ? {
              ...base,
              kind: 'service',
              unit,
              awaited: (stage.index < last && manifest.barrier === 'strict') || waiting.some(waitsForMoreThanStart),
            }
          : { ...base, kind: 'job', unit, ...jobState(unit, manifest, graph), apartFrom: [] },
      );
    }
  }
  return units;
}

/** A job is one, whatever its number. */
function instancesOf({ name, kind, replicas }: Unit, scale: ReadonlyMap<string, number>): readonly InstanceId[] {
  const count = kind === 'job' ? 1 : (scale.get(name) ?? replicas);
  return Array.from({ length: count }, (_, at) => instanceId(name, at + 1));
}

const waitsForMoreThanStart = (edge: Edge): boolean => edge.condition !== 'started';
