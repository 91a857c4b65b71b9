import { asPairs } from '../files/shapes.ts';
import type { Unit } from '../model.ts';
import { at, type MapTree, type Plain } from '../tree.ts';
import { mapFrom, type PlainMap } from './values.ts';

/** The environment of a unit with that of its files; a variable that is set nowhere has no value. */
export function variablesOf(unit: Unit, own: MapTree): PlainMap | undefined {
  const named = namesIn(own, 'environment');
  const later = new Set(namesIn(own, 'x-devstack', 'environment'));
  const values = new Map<string, Plain>(named.map((name) => [name, null]));
  for (const [name, value] of unit.environment) if (!later.has(name) || values.has(name)) values.set(name, value);
  return mapFrom(values);
}

function namesIn(own: MapTree, ...path: readonly string[]): readonly string[] {
  const tree = at(own, ...path);
  return tree === undefined ? [] : [...asPairs(tree).entries.keys()];
}
