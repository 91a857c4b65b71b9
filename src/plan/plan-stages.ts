import type { Problem } from '../core/problem.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { StageAbsence } from '../core/run-view.ts';
import type { Manifest, Stage } from '../manifest/model.ts';
import type { Graph } from './graph.ts';
import { orderUnits } from './order-units.ts';
import type { PlannedStage } from './plan.ts';

/** The stages with their selected units in order; stages that are empty for this selection keep their place. */
export function planStages(
  manifest: Manifest,
  selected: readonly string[],
  graph: Graph,
): Result<readonly PlannedStage[], Problem> {
  const byStage = Map.groupBy(selected, (name) => manifest.units.get(name)?.stage);
  const planned: PlannedStage[] = [];
  for (const [index, stage] of stagesOf(manifest).entries()) {
    const members = byStage.get(stage.key) ?? [];
    const units = orderUnits(members, graph);
    if (units === undefined) return fail(chainTooLong(manifest, members));
    const { name, description, parallel, timeout } = stage;
    planned.push({
      name,
      index,
      units,
      ...(description !== undefined && { description }),
      ...(parallel !== undefined && { parallel }),
      ...(timeout !== undefined && { timeout }),
      ...(units.length === 0 && { absence: absenceOf(manifest, stage.key) }),
    });
  }
  return ok(planned);
}

/** `key` is what units name it by; without stages there is one that no unit names. */
function stagesOf(manifest: Manifest): readonly (Omit<Stage, 'span'> & { readonly key: string | undefined })[] {
  if (manifest.stages.length === 0) return [{ key: undefined, name: '' }];
  return manifest.stages.map((stage) => ({ ...stage, key: stage.name }));
}

function absenceOf(manifest: Manifest, stage: string | undefined): StageAbsence {
  const units = [...manifest.units.values()].filter((unit) => unit.stage === stage);
  if (units.length === 0) return 'empty';
  return units.every(({ skip }) => skip) ? 'skip' : 'not-selected';
}

function chainTooLong(manifest: Manifest, members: readonly string[]): Problem {
  const first = manifest.units.get(members[0] ?? '');
  return {
    severity: 'error',
    code: 'chain-too-long',
    message: `among ${members.length} units is a chain, each waiting for the one before, that is too long to be put in order`,
    ...(first && { span: first.span }),
    hint: 'split the chain into stages, each shorter than 5,000 units',
  };
}
