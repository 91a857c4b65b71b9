import type { Arrow, Drawing, DrawnStage } from './drawing.ts';

/** A tree: stages, their units, and below each unit those that wait for it. */
export function textGraph({ project, file, stages, arrows }: Drawing): string {
  const byUnit = Map.groupBy(arrows, ({ from }) => from);
  const blocks = stages.map((stage) => [...headingOf(stage), ...treeOf(stage, byUnit)]);
  return `${[[`${project} (${file})`], ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headingOf({ name, index, after }: DrawnStage): readonly string[] {
  if (name === '') return [];
  return [`stage ${index + 1} ${name}${after === undefined ? '' : `  when stage ${after + 1} is through`}`];
}

const treeOf = ({ units }: DrawnStage, byUnit: ReadonlyMap<string, readonly Arrow[]>): readonly string[] =>
  branches(
    units.map(({ name, kind }) => [
      kind === 'job' ? `${name} (job)` : name,
      ...branches((byUnit.get(name) ?? []).map(({ to, label }) => [`${label} → ${to}`])),
    ]),
  );

/** Puts lines in front of each item, whose first line is its head. */
const branches = (items: readonly (readonly string[])[]): readonly string[] =>
  items.flatMap(([head = '', ...rest], index) => {
    const isLast = index === items.length - 1;
    return [`${isLast ? '└─' : '├─'} ${head}`, ...rest.map((line) => `${isLast ? '  ' : '│ '} ${line}`)];
  });
