import type { Span } from '../core/source.ts';
import type { Context } from './context.ts';
import { spanOfVariable } from './environment.ts';
import { at, type Tree } from './tree.ts';
import type { UnitDraft } from './unit-draft.ts';

/** An output that a variable of a unit refers to; known only once its job has completed. */
export interface OutputReference {
  readonly variable: string;
  readonly job: string;
  /** upper-cased */
  readonly output: string;
  readonly span: Span;
}

/** What is said of where a service is reached. */
export type AddressPart = 'host' | 'port' | 'url';

/** Where a service is reached, as a variable of a unit refers to it; known only once that service runs, as seen from the unit. */
export interface AddressReference {
  readonly variable: string;
  readonly service: string;
  readonly part: AddressPart;
  /** on which the service listens; absent: its only one */
  readonly port?: number;
  readonly span: Span;
}

/** What a unit refers to in its environment. */
export interface References {
  readonly references: readonly OutputReference[];
  readonly addresses: readonly AddressReference[];
}

const pattern = /\$\{jobs\.([a-zA-Z0-9._-]+)\.outputs\.([a-zA-Z_]\w*)\}/g;
const addressPattern = /\$\{services\.([a-zA-Z0-9._-]+)\.(host|port|url)(?:\.(\d+))?\}/g;

/** Puts outputs in place of the references to them in a text. */
export const replaceReferences = (text: string, replace: (job: string, output: string) => string): string =>
  text.includes('${')
    ? text.replaceAll(pattern, (_, job: string, output: string) => replace(job, output.toUpperCase()))
    : text;

/** Puts addresses in place of the references to them in a text. */
export const replaceAddresses = (
  text: string,
  replace: (reference: Pick<AddressReference, 'service' | 'part' | 'port'>) => string,
): string =>
  text.includes('${services.')
    ? text.replaceAll(addressPattern, (_, service: string, part: AddressPart, port?: string) =>
        replace({ service, part, ...(port !== undefined && { port: Number(port) }) }),
      )
    : text;

/** Whether a text refers to an output. */
export const refersToOutput = (text: string): boolean => text.includes('${jobs.') && text.search(pattern) !== -1;

const refersToAddress = (text: string): boolean => text.includes('${services.') && text.search(addressPattern) !== -1;

/** The references among variables whose places in the files are known; others refer to nothing. */
export function referencesIn(
  environment: ReadonlyMap<string, string>,
  placeOf: (variable: string) => Span | undefined,
): References {
  const found = [...environment].flatMap(([variable, value]) => {
    if (!value.includes('${')) return [];
    const span = placeOf(variable);
    return span === undefined ? [] : [{ variable, value, span }];
  });
  const references = found.flatMap(({ variable, value, span }) =>
    [...value.matchAll(pattern)].map(([, job = '', output = '']) => ({
      variable,
      job,
      output: output.toUpperCase(),
      span,
    })),
  );
  const addresses = found.flatMap(({ variable, value, span }) =>
    [...value.matchAll(addressPattern)].map(([, service = '', part, port]) => ({
      variable,
      service,
      part: part as AddressPart,
      ...(port !== undefined && { port: Number(port) }),
      span,
    })),
  );
  return { references, addresses };
}

/** The references among the variables of a unit; `ancestors` are those that it inherits from, nearest first. */
export function referencesOf(
  unit: UnitDraft,
  ancestors: readonly UnitDraft[],
  environment: ReadonlyMap<string, string>,
): References {
  // What the whole file gives to all units, or a file of variables, refers to nothing.
  const places = [unit, ...ancestors].map(({ tree }) => tree);
  return referencesIn(environment, (variable) =>
    places.map((tree) => spanOfVariable(tree, 'environment', variable)).find((span) => span !== undefined),
  );
}

/**
 * Reports references where nothing can be put in: only the environment of a unit is made when all that is known, and
 * whatever else the engine has of a container shows to everyone.
 */
export function misplacedReferences(root: Tree, units: ReadonlyMap<string, UnitDraft>, context: Context): void {
  // In a Compose file such a text is none of ours, except where it is meant for us.
  if (context.dialect === 'compose') return;
  const sources = new Set([root, ...[...units.values()].map(({ tree }) => tree)].map(({ span }) => span.source));
  if (![...sources].some(({ text }) => text.includes('${jobs.') || text.includes('${services.'))) return;
  const environments = new Set([
    at(root, 'test', 'environment'),
    ...[...units.values()].flatMap(({ tree }) => [at(tree, 'environment'), at(tree, 'process', 'environment')]),
  ]);
  const report = (tree: Tree): void => {
    if (environments.has(tree)) return;
    if (tree.kind === 'map') for (const { value } of tree.entries.values()) report(value);
    else if (tree.kind === 'list') for (const item of tree.items) report(item);
    else if (refersToOutput(tree.text) || refersToAddress(tree.text)) {
      const what = refersToOutput(tree.text) ? 'an output of a job' : 'the address of a service';
      const message = `${what} can be referred to only under "environment" of a service or job`;
      const hint = 'set a variable to it there, and use that';
      context.report({ severity: 'error', code: 'bad-interpolation', message, span: tree.span, hint });
    }
  };
  report(root);
}
