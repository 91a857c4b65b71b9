import { barrierOf } from '../describe-plan.ts';
import { oneLine } from '../describe-probe.ts';
import type { Need, Plan, PlannedUnit } from '../plan.ts';

/** One unit waits for another. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** what `to` waits for, and what it gets, in words */
  readonly label: string;
  /** false: `to` does without it where it has to */
  readonly required: boolean;
}

/** A stage that has units; without a name where there are no stages. */
export interface DrawnStage {
  readonly name: string;
  /** of the plan, from 0 */
  readonly index: number;
  /** the stage that has to be through before this one starts */
  readonly after: number | undefined;
  readonly units: readonly PlannedUnit[];
}

/** What every format of a graph is made from. */
export interface Drawing {
  readonly project: string;
  readonly file: string;
  readonly stages: readonly DrawnStage[];
  readonly arrows: readonly Arrow[];
}

/** What of a plan is drawn. */
export function drawingOf(plan: Plan): Drawing {
  const stages = plan.stages.map(({ name, index, units }) => ({
    name: oneLine(name),
    index,
    after: barrierOf(plan, index),
    units: units.flatMap((unit) => plan.units.get(unit) ?? []),
  }));
  return {
    project: plan.project,
    file: plan.file,
    stages: stages.filter(({ units }) => units.length > 0),
    arrows: [...plan.units.values()].flatMap((to) => to.needs.map((need) => arrowOf(need, to, plan))),
  };
}

function arrowOf({ unit: from, condition, required }: Need, to: PlannedUnit, plan: Plan): Arrow {
  const words = [condition, ...outputsOf(from, to, plan), ...(required ? [] : ['if it can be'])];
  return { from, to: to.name, label: words.join(', '), required };
}

function outputsOf(job: string, to: PlannedUnit, plan: Plan): readonly string[] {
  const unit = to.outputsFrom.includes(job) ? plan.units.get(job)?.unit : undefined;
  if (unit?.kind !== 'job' || unit.outputs.length === 0) return [];
  return [`gives ${unit.outputs.map(({ name }) => name).join(', ')}`];
}
