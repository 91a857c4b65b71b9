import { isMap, type YAMLMap } from 'yaml';
import type { Dialect } from '../model.ts';
import { type EditableFile, type ManifestFile, parseEditable } from './editable-file.ts';
import { extensionName, type UnitPlace, unitsIn } from './find-nodes.ts';
import { pairOf, removePair, setInValue, setKey } from './map-edit.ts';
import type { AnyPair } from './node-range.ts';
import { editFiles } from './project-edit.ts';
import type { SourceEdit } from './source-edit.ts';
import { bracketed, written } from './written.ts';

/** Keys of units that commands set. */
type UnitKey = 'stage' | 'skip';

interface OwnMap {
  readonly around: YAMLMap;
  readonly owner: AnyPair;
  readonly map: YAMLMap;
}

/** The map in which a unit itself, not what it merges, has devstack's keys. */
function ownMap({ around, pair, isExtended }: UnitPlace): OwnMap | undefined {
  if (!isMap(pair.value)) return undefined;
  if (!isExtended) return { around, owner: pair, map: pair.value };
  const owner = pairOf(pair.value, extensionName);
  return owner !== undefined && isMap(owner.value) ? { around: pair.value, owner, map: owner.value } : undefined;
}

function setEdit(file: EditableFile, place: UnitPlace, key: UnitKey, value: string | boolean): SourceEdit | undefined {
  const own = ownMap(place);
  if (own !== undefined) return setKey(file, own.map, key, value);
  const { around, pair, isExtended } = place;
  if (!isExtended)
    return setInValue(file, around, pair, { key, value: written(value, { isFlow: around.flow === true }) });
  const extension = isMap(pair.value) ? pairOf(pair.value, extensionName) : undefined;
  if (extension !== undefined) {
    const inner = pair.value as YAMLMap;
    return setInValue(file, inner, extension, { key, value: written(value, { isFlow: inner.flow === true }) });
  }
  const added = bracketed('{', `${key}: ${written(value, { isFlow: true })}`, file.isPadded);
  return setInValue(file, around, pair, { key: extensionName, value: added });
}

function unsetEdit(file: EditableFile, place: UnitPlace, key: UnitKey): SourceEdit | undefined {
  const own = ownMap(place);
  const pair = own && pairOf(own.map, key);
  if (own === undefined || pair === undefined) return undefined;
  const isAlone = own.map.items.length === 1 && place.isExtended;
  return isAlone ? removePair(file, own.around, own.owner) : removePair(file, own.map, pair);
}

const saysItself = (place: UnitPlace, key: UnitKey): boolean => {
  const own = ownMap(place);
  return own !== undefined && pairOf(own.map, key) !== undefined;
};

/** For each unit the last file in which it says this key itself, else the first that has the unit. */
function pathsOf(files: readonly ManifestFile[], dialect: Dialect, key: UnitKey): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const file of files.filter(({ role }) => role !== 'extended')) {
    for (const place of unitsIn(parseEditable(file), dialect)) {
      if (!found.has(place.name) || saysItself(place, key)) found.set(place.name, file.path);
    }
  }
  return found;
}

/** Files in which these units have these values of a key; undefined takes away what they say themselves. */
export function setUnitKeys(
  files: readonly ManifestFile[],
  dialect: Dialect,
  key: UnitKey,
  values: ReadonlyMap<string, string | boolean | undefined>,
): readonly ManifestFile[] {
  const paths = pathsOf(files, dialect, key);
  return editFiles(files, (file) => {
    const places = unitsIn(file, dialect).filter(({ name }) => values.has(name) && paths.get(name) === file.path);
    return places.flatMap((place) => {
      const value = values.get(place.name);
      return (value === undefined ? unsetEdit(file, place, key) : setEdit(file, place, key, value)) ?? [];
    });
  });
}
