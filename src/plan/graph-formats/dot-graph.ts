import type { Drawing, DrawnStage } from './drawing.ts';

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, (char) => `\\${char}`)}"`;

/** A graph for Graphviz: stages as clusters, jobs with round ends, bold arrows between stages. */
export function dotGraph({ project, stages, arrows }: Drawing): string {
  const lines = [
    'compound=true;',
    'node [shape=box];',
    ...stages.flatMap(linesOf),
    ...stages.flatMap((stage) => gateOf(stage, stages)),
    ...arrows.map(
      ({ from, to, label, required }) =>
        `${quoted(from)} -> ${quoted(to)} [label=${quoted(label)}${required ? '' : ', style=dashed'}];`,
    ),
  ];
  return `${[`digraph ${quoted(project)} {`, ...lines.map((line) => `  ${line}`), '}'].join('\n')}\n`;
}

function linesOf({ name, index, units }: DrawnStage): readonly string[] {
  const nodes = units.map(({ name, kind }) => `${quoted(name)}${kind === 'job' ? ' [style=rounded]' : ''};`);
  if (name === '') return nodes;
  const inner = [`label=${quoted(name)};`, ...nodes].map((line) => `  ${line}`);
  return [`subgraph cluster_${index + 1} {`, ...inner, '}'];
}

/** Arrows lead from unit to unit; those between clusters are cut off at their borders. */
function gateOf({ index, after, units }: DrawnStage, stages: readonly DrawnStage[]): readonly string[] {
  const from = stages.find((stage) => stage.index === after)?.units.at(-1);
  const [to] = units;
  if (from === undefined || to === undefined) return [];
  const borders = `ltail=cluster_${(after ?? 0) + 1}, lhead=cluster_${index + 1}`;
  return [`${quoted(from.name)} -> ${quoted(to.name)} [${borders}, style=bold];`];
}
