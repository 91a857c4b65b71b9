import type { Problem } from '../core/problem.ts';
import type { Manifest } from '../manifest/model.ts';
import { cycleProblems, stageProblems } from './check-graph.ts';
import { outputProblems } from './check-outputs.ts';
import { graphOf } from './graph.ts';
import type { Plan } from './plan.ts';
import { planStages } from './plan-stages.ts';
import { planUnits } from './plan-units.ts';
import { type Selection, selectUnits } from './select-units.ts';

/**
 * What to bring up of a manifest, and in which order; or all that is wrong with its order, whatever is selected.
 * Throws `unknown-unit` where the selection names what a sound manifest does not have. A manifest that has problems of
 * its own is best planned with an empty selection: then all of its problems are found at once, and nothing is thrown.
 */
export function makePlan(
  manifest: Manifest,
  selection: Selection,
): { readonly plan: Plan | undefined; readonly problems: readonly Problem[] } {
  const graph = graphOf(manifest);
  const problems = [...cycleProblems(graph), ...stageProblems(manifest, graph), ...outputProblems(manifest, graph)];
  if (problems.length > 0) return { plan: undefined, problems };

  const stages = planStages(manifest, selectUnits(manifest, graph, selection), graph);
  if (!stages.ok) return { plan: undefined, problems: [stages.reason] };

  const units = planUnits(manifest, stages.value, graph);
  const mounted = new Set(
    [...units.values()].flatMap(({ unit }) =>
      unit.mounts.flatMap((mount) => (mount.type === 'volume' ? [mount.volume] : [])),
    ),
  );
  const plan = {
    project: manifest.name,
    file: manifest.file,
    folder: manifest.folder,
    stages: stages.value,
    units,
    volumes: [...manifest.volumes.values()].filter((volume) => mounted.has(volume.key)),
    // Compose's name for it, so that one-off containers of other tools find the stack where they expect it.
    network: `${manifest.name}_default`,
  };
  return { plan, problems: [] };
}
