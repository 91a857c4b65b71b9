import type { Span } from '../core/source.ts';
import type { Context } from './context.ts';
import { spanOfVariable } from './environment.ts';
import type { Tree } from './tree.ts';
import type { UnitDraft } from './unit-draft.ts';

/** An output that a variable of a unit refers to; known only once its job has completed. */
export interface OutputReference {
  readonly variable: string;
  readonly job: string;
  /** upper-cased */
  readonly output: string;
  readonly span: Span;
}

const pattern = /\$\{jobs\.([a-zA-Z0-9._-]+)\.outputs\.([a-zA-Z_]\w*)\}/g;

/** Puts outputs in place of the references to them in a text. */
export const replaceReferences = (text: string, replace: (job: string, output: string) => string): string =>
  text.includes('${')
    ? text.replaceAll(pattern, (_, job: string, output: string) => replace(job, output.toUpperCase()))
    : text;

/** Whether a text refers to an output. */
export const refersToOutput = (text: string): boolean => text.includes('${jobs.') && text.search(pattern) !== -1;

/** The references among the variables of a unit; `ancestors` are those that it inherits from, nearest first. */
export function referencesOf(
  unit: UnitDraft,
  ancestors: readonly UnitDraft[],
  environment: ReadonlyMap<string, string>,
): readonly OutputReference[] {
  return [...environment].flatMap(([variable, value]) => {
    if (!value.includes('${jobs.')) return [];
    // What the whole file gives to all units, or a file of variables, refers to nothing.
    const span = placeOf(variable, [unit, ...ancestors]);
    if (span === undefined) return [];
    const found = [...value.matchAll(pattern)];
    return found.map(([, job = '', output = '']) => ({ variable, job, output: output.toUpperCase(), span }));
  });
}

const placeOf = (variable: string, units: readonly UnitDraft[]): Span | undefined =>
  units.map(({ tree }) => spanOfVariable(tree, 'environment', variable)).find((span) => span !== undefined);

/**
 * Reports references where no output can be put in: only the environment of a unit is made when its outputs are known,
 * and whatever else the engine has of a container shows to everyone.
 */
export function misplacedReferences(root: Tree, units: ReadonlyMap<string, UnitDraft>, context: Context): void {
  // In a Compose file such a text is none of ours, except where it is meant for us.
  if (context.dialect === 'compose') return;
  const sources = new Set([root, ...[...units.values()].map(({ tree }) => tree)].map(({ span }) => span.source));
  if (![...sources].some(({ text }) => text.includes('${jobs.'))) return;
  const environments = new Set([...units.values()].map(({ tree }) => tree.entries.get('environment')?.value));
  const report = (tree: Tree): void => {
    if (environments.has(tree)) return;
    if (tree.kind === 'map') for (const { value } of tree.entries.values()) report(value);
    else if (tree.kind === 'list') for (const item of tree.items) report(item);
    else if (refersToOutput(tree.text)) {
      const message = 'an output of a job can be referred to only under "environment" of a service or job';
      const hint = 'set a variable to it there, and use that';
      context.report({ severity: 'error', code: 'bad-interpolation', message, span: tree.span, hint });
    }
  };
  report(root);
}
