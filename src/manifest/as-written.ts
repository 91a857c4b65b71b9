import type { Check, Probe, Readiness } from './readiness-model.ts';
import { at, type Path, type Tree } from './tree.ts';

/**
 * Readiness whose commands are told as the file has them: what was put in place of a variable may be a password. `tree`
 * is the unit.
 */
export function withCommandsAsWritten(readiness: Readiness, tree: Tree): Readiness {
  const checks = readiness.checks.map((check, index): Check => {
    const { probe } = check;
    const command = at(tree, ...commandPath(readiness, tree, index));
    if (probe.kind !== 'exec' || command === undefined || !sourceOf(command).includes('$')) return check;
    return { ...check, probe: { ...probe, asWritten: asWritten(command, probe) } };
  });
  return { ...readiness, checks };
}

/** Where the command of a check stands in its unit. */
export function commandPath({ origin }: Readiness, tree: Tree, index: number): Path {
  if (origin.kind !== 'ready') return ['healthcheck', 'test'];
  return at(tree, 'ready', 'all') === undefined ? ['ready', 'exec'] : ['ready', 'all', index, 'exec'];
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
