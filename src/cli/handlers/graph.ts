import { exitCodes } from '../../core/failure.ts';
import { dotGraph } from '../../plan/graph-formats/dot-graph.ts';
import { type Drawing, drawingOf } from '../../plan/graph-formats/drawing.ts';
import { mermaidGraph } from '../../plan/graph-formats/mermaid-graph.ts';
import { textGraph } from '../../plan/graph-formats/text-graph.ts';
import type { Handler } from '../command.ts';
import { deliver } from '../deliver.ts';
import { warn } from '../out.ts';
import { readStack } from '../stack.ts';
import { rememberAnswer } from '../unchanged/remember-answer.ts';

const formats = new Map<string, (drawing: Drawing) => string>([
  ['text', textGraph],
  ['mermaid', mermaidGraph],
  ['dot', dotGraph],
]);

/** Prints which units wait for which. Contacts nothing. */
export const graph: Handler = (invocation, shell) =>
  // A file that it is written to is not known to be there still.
  invocation.options.output === undefined
    ? rememberAnswer(shell, (shell) => drawn(invocation, shell))
    : drawn(invocation, shell);

const drawn: Handler = async ({ args, options: { format = 'text', output, ...options } }, shell) => {
  const { plan, warnings } = await readStack(options, { units: args, through: options.through }, shell);
  warn(warnings, shell);
  const write = formats.get(format) ?? textGraph;
  await deliver(write(drawingOf(plan)), output, shell);
  return exitCodes.ok;
};
