import type { Probe, Readiness } from './model.ts';
import { at, type Tree } from './tree.ts';

/**
 * Readiness whose command is told as the file has it: what was put in place of a variable may be a password. `tree` is
 * the unit.
 */
export function withCommandAsWritten(readiness: Readiness, tree: Tree): Readiness {
  const { probe, origin } = readiness;
  if (probe.kind !== 'exec') return readiness;
  const command = origin === 'ready' ? at(tree, 'ready', 'exec') : at(tree, 'healthcheck', 'test');
  if (command === undefined || !sourceOf(command).includes('$')) return readiness;
  return { ...readiness, probe: { ...probe, asWritten: asWritten(command, probe) } };
}

function asWritten(command: Tree, { test }: Extract<Probe, { kind: 'exec' }>): string {
  if (command.kind !== 'list') return textOf(command);
  // The first word of a healthcheck's list says what the rest is.
  const words = test.kind === 'exec' ? command.items.slice(-test.argv.length) : command.items.slice(1);
  return words.map(textOf).join(' ');
}

/** A text of the file, before anything was put in place of its variables. */
function textOf(tree: Tree): string {
  const written = sourceOf(tree);
  if (tree.kind === 'scalar' && !written.includes('$')) return tree.text;
  return written.replace(/^(["'])(.*)\1$/s, '$2').replace(/^[|>][-+\d]*\s/, '');
}

const sourceOf = ({ span: { source, start, end } }: Tree): string => source.text.slice(start, end);
