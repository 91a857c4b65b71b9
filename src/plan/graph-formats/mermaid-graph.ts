import type { Drawing, DrawnStage } from './drawing.ts';

/** What could end a text in quotes, or begin something else, stands as a code of its character. */
const quoted = (text: string): string => `"${text.replaceAll(/["#<>&`]/g, (char) => `#${char.charCodeAt(0)};`)}"`;

/** A flowchart for Mermaid: stages as subgraphs, jobs with round ends, thick arrows between stages. */
export function mermaidGraph({ stages, arrows }: Drawing): string {
  const ids = new Map(stages.flatMap(({ units }) => units).map(({ name }, index) => [name, `unit${index + 1}`]));
  const lines = [
    ...stages.flatMap((stage) => linesOf(stage, ids)),
    ...stages.flatMap(({ index, after }) => (after === undefined ? [] : [`${idOf(after)} ==> ${idOf(index)}`])),
    ...arrows.map(
      ({ from, to, label, required }) =>
        `${ids.get(from)} ${required ? '-->' : '-.->'}|${quoted(label)}| ${ids.get(to)}`,
    ),
  ];
  return `${['flowchart TD', ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}

const idOf = (stage: number): string => `stage${stage + 1}`;

function linesOf({ name, index, units }: DrawnStage, ids: ReadonlyMap<string, string>): readonly string[] {
  const nodes = units.map(({ name, kind }) =>
    kind === 'job' ? `${ids.get(name)}([${quoted(name)}])` : `${ids.get(name)}[${quoted(name)}]`,
  );
  if (name === '') return nodes;
  return [`subgraph ${idOf(index)}[${quoted(name)}]`, ...nodes.map((node) => `  ${node}`), 'end'];
}
