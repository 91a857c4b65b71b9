import { styleText } from 'node:util';
import type { PlannedStep } from '../core/event.ts';
import { unitOf } from '../core/unit-state.ts';
import { wrapWords } from '../core/wrap-words.ts';
import {
  barrierOf,
  describeAbsence,
  describeAction,
  describeEvents,
  describeGoal,
  describeNeeds,
  describeOutputs,
  describePlace,
  describePort,
} from './describe-plan.ts';
import { oneLine } from './describe-probe.ts';
import { describeMemory } from './describe-rerun.ts';
import type { Plan, PlannedStage, PlannedUnit } from './plan.ts';

const width = 80;
const longestPaddedName = 20;

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/**
 * The plan for people: stages, units in the order in which they may start, and why each step is as it is. Without
 * actions nothing is known of the engine, and the reason is what a unit waits for. At most 80 columns where words allow.
 */
export function printPlan(
  plan: Plan,
  actions: readonly PlannedStep[] | undefined,
  options: { readonly color: boolean },
): string {
  const paint: Paint = options.color
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text;
  const sheet = sheetOf(plan, actions, paint);
  const stages = plan.stages.map((stage) => [
    ...headingOf(plan, stage, paint),
    ...stage.units.flatMap((name) => sheet(name)),
  ]);
  const staged = plan.stages.some((stage) => stage.name !== '');
  const size = `${count(plan.units.size, 'unit')}${staged ? ` in ${count(plan.stages.length, 'stage')}` : ''}`;
  return `${[[`${plan.project}: ${size} (${plan.file})`], ...stages].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

function headingOf(plan: Plan, stage: PlannedStage, paint: Paint): readonly string[] {
  if (stage.name === '') return [];
  const barrier = barrierOf(plan, stage.index);
  const title = paint('bold', `stage ${stage.index + 1} ${oneLine(stage.name)}`);
  if (stage.absence !== undefined) return [`${title}  skipped: ${describeAbsence(stage.absence)}`];
  const wait = barrier === undefined ? '' : `  when stage ${barrier + 1} is through`;
  const description = stage.description === undefined ? [] : wrapWords(oneLine(stage.description), width - 2);
  return [title + paint('dim', wait), ...description.map((line) => paint('dim', `  ${line}`))];
}

/** Prints a unit by name: all share the widths of their columns. */
function sheetOf(
  plan: Plan,
  actions: readonly PlannedStep[] | undefined,
  paint: Paint,
): (name: string) => readonly string[] {
  const names = [...plan.units.keys()];
  const numbers = new Map(names.map((name, at) => [name, at + 1]));
  const digits = String(names.length).length;
  const padding = Math.max(0, ...names.map((name) => name.length).filter((length) => length <= longestPaddedName));
  const indent = digits + padding + 15;
  const byUnit = Map.groupBy(actions ?? [], (action) => unitOf(action.instance));
  return (name) => {
    const planned = plan.units.get(name);
    if (planned === undefined) return [];
    const number = String(numbers.get(name)).padStart(digits);
    const head = `  ${number}. ${name.padEnd(padding)}  ${planned.kind.padEnd('service'.length)}  `;
    const lines = linesOf(plan, planned, byUnit.get(name) ?? []).flatMap(([style, text]) =>
      wrapWords(text, width - indent).map((line) => paint(style, line)),
    );
    const indented = lines.map((line) => ' '.repeat(indent) + line);
    return head.length > indent ? [head.trimEnd(), ...indented] : [head + lines[0], ...indented.slice(1)];
  };
}

function linesOf(plan: Plan, planned: PlannedUnit, actions: readonly PlannedStep[]): readonly [Style, string][] {
  const steps = [...new Set(actions.map(describeAction))].join('; ');
  const needs = describeNeeds(planned, plan.barrier);
  const details = [
    ...describePlace(planned.unit),
    describeGoal(planned),
    ...(planned.kind === 'job' ? describeMemory(plan, planned) : []),
    ...describeEvents(planned),
    ...describeOutputs(plan, planned),
    ...(planned.unit.ports.length > 0 ? [`ports ${planned.unit.ports.map(describePort).join(', ')}`] : []),
  ];
  return [
    [styleOf(actions[0]?.action), steps === '' ? needs : `${needs} — ${steps}`],
    ...details.map((detail): [Style, string] => ['dim', detail]),
  ];
}

function styleOf(action: PlannedStep['action'] | undefined): Style {
  switch (action) {
    case 'create':
    case 'start':
    case 'run':
      return 'green';
    case 'recreate':
    case 'restart':
    case 'remove':
      return 'yellow';
    case 'keep':
    case 'adopt':
    case undefined:
      return 'reset';
  }
}
