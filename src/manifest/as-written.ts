import type { Check, Probe, Readiness } from './readiness-model.ts';
import { at, type Path, type Tree } from './tree.ts';

/**
 * Readiness whose texts are told as the file has them: what was put in place of a variable may be a password. `tree` is
 * the unit.
 */
export function withTextsAsWritten(readiness: Readiness, tree: Tree): Readiness {
  const checks = readiness.checks.map((check, index): Check => {
    const { probe } = check;
    if (probe.kind === 'tcp' || probe.kind === 'health') return check;
    const path = textPath(readiness, tree, index, probe);
    const text = path && at(tree, ...path);
    if (text === undefined || !sourceOf(text).replaceAll('$$', '').includes('$')) return check;
    const written = probe.kind === 'exec' ? asWritten(text, probe) : textOf(text);
    return { ...check, probe: { ...probe, asWritten: written } };
  });
  return { ...readiness, checks };
}

/** Where the command of a check stands in its unit. */
export const commandPath = (readiness: Readiness, tree: Tree, index: number): Path =>
  readiness.origin.kind === 'ready' ? checkPath(tree, index, 'exec') : ['healthcheck', 'test'];

type ProbeWithText = Exclude<Probe, { kind: 'tcp' | 'health' }>;

/** Where the text that is told of a check stands in its unit; undefined where there is none of its own. */
function textPath(readiness: Readiness, tree: Tree, index: number, { kind }: ProbeWithText): Path | undefined {
  if (kind === 'exec') return commandPath(readiness, tree, index);
  if (readiness.origin.kind !== 'ready') return undefined;
  switch (kind) {
    case 'http':
      return checkPath(tree, index, 'http', 'path');
    case 'grpc':
      return checkPath(tree, index, 'grpc', 'service');
    case 'log':
    case 'file':
      return checkPath(tree, index, kind);
    default:
      return kind satisfies never;
  }
}

const checkPath = (tree: Tree, index: number, ...path: Path): Path =>
  at(tree, 'ready', 'all') === undefined ? ['ready', ...path] : ['ready', 'all', index, ...path];

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
