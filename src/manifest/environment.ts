import type { Span } from '../core/source.ts';
import type { Context } from './context.ts';
import { at, type MapTree, type Tree } from './tree.ts';

/**
 * Variables in map or list form, as they were written. A name without a value is taken from the shell or `.env`, and
 * left out where it is not set there (Compose Specification, `environment`).
 */
export function toVariables(owner: MapTree, key: string, context: Context): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const [name, value, tree] of pairs(at(owner, key))) {
    const given = value ?? context.variables.get(name);
    if (name === '' || name.includes('=') || name.includes('\0')) {
      const message = `"${name}" can not be the name of a variable`;
      context.report({ severity: 'error', code: 'bad-value', message, span: tree.span });
    } else if (given !== undefined) variables.set(name, given);
  }
  return variables;
}

/** Names without a value, where the shell and `.env` have none either: they are not to be set at all. */
export function unsetVariables(owner: MapTree, key: string, { variables }: Context): readonly string[] {
  return pairs(at(owner, key)).flatMap(([name, value]) =>
    value === undefined && variables.get(name) === undefined ? [name] : [],
  );
}

/** Where the value of a variable stands; undefined where it is not among these. */
export const spanOfVariable = (owner: MapTree, key: string, variable: string): Span | undefined =>
  pairs(at(owner, key)).findLast(([name]) => name === variable)?.[2].span;

/** Plain values of a map by key, as they were written; those without a value are empty. */
export function toTexts(owner: Tree, key: string): ReadonlyMap<string, string> {
  return new Map(pairs(at(owner, key)).map(([name, value]) => [name, value ?? '']));
}

function pairs(tree: Tree | undefined): readonly (readonly [name: string, value: string | undefined, tree: Tree])[] {
  if (tree?.kind === 'list') {
    return tree.items.flatMap((item) => {
      if (item.kind !== 'scalar') return [];
      const split = item.text.indexOf('=');
      return [
        split === -1 ? [item.text, undefined, item] : [item.text.slice(0, split), item.text.slice(split + 1), item],
      ];
    });
  }
  if (tree?.kind !== 'map') return [];
  return [...tree.entries].flatMap(([name, { value }]) =>
    value.kind === 'scalar' ? [[name, value.value === null ? undefined : value.text, value] as const] : [],
  );
}
