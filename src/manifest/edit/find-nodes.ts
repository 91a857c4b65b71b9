import { isMap, isScalar, isSeq, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Dialect } from '../model.ts';
import type { EditableFile } from './editable-file.ts';
import { pairOf } from './map-edit.ts';
import { type AnyPair, keyText } from './node-range.ts';

/** What devstack adds stands under this key in a Compose file. */
export const extensionName = 'x-devstack';

/** A unit where a file has it. */
export interface UnitPlace {
  readonly name: string;
  /** the map of all units of its kind */
  readonly around: YAMLMap;
  readonly pair: AnyPair;
  /** what devstack adds is under `x-devstack` of it */
  readonly isExtended: boolean;
}

const mapAt = (file: EditableFile, map: YAMLMap, key: string): YAMLMap | undefined => {
  const node = file.resolve(pairOf(map, key)?.value);
  return isMap(node) ? node : undefined;
};

/** The maps that have what devstack adds to a file: `stages`, and (in each dialect) `jobs`. */
export const ownRoots = (file: EditableFile, dialect: Dialect): readonly YAMLMap[] =>
  dialect === 'devstack' ? file.roots : file.roots.flatMap((root) => mapAt(file, root, extensionName) ?? []);

/** All units of a file, in its order. */
export function unitsIn(file: EditableFile, dialect: Dialect): readonly UnitPlace[] {
  const placesIn = (root: YAMLMap, section: string, isExtended: boolean): readonly UnitPlace[] => {
    const around = mapAt(file, root, section);
    const pairs = (around?.items ?? []) as readonly AnyPair[];
    return around === undefined ? [] : pairs.map((pair) => ({ name: keyText(pair), around, pair, isExtended }));
  };
  return [
    ...file.roots.flatMap((root) => placesIn(root, 'services', dialect === 'compose')),
    ...ownRoots(file, dialect).flatMap((root) => placesIn(root, 'jobs', false)),
  ];
}

/** The list of stages of a file, the last one where it has several. */
export function stagesIn(file: EditableFile, dialect: Dialect): YAMLSeq | undefined {
  const nodes = ownRoots(file, dialect).map((root) => file.resolve(pairOf(root, 'stages')?.value));
  return nodes.filter(isSeq).at(-1);
}

/** The scalars that say the stages of units, also those of maps that are merged into them. */
export function stageScalars(file: EditableFile, dialect: Dialect): ReadonlySet<Scalar> {
  return new Set(unitsIn(file, dialect).flatMap((place) => stageScalarsOf(file, place)));
}

/** The same of one unit. */
export const stageScalarsOf = (file: EditableFile, { pair, isExtended }: UnitPlace): readonly Scalar[] =>
  withMerged(file, pair.value)
    .flatMap((unit) => (isExtended ? withMerged(file, pairOf(unit, extensionName)?.value) : [unit]))
    .map((owner) => file.resolve(pairOf(owner, 'stage')?.value))
    .filter((stage) => isScalar(stage));

/** A map and those that its `<<` names, and theirs. */
function withMerged(file: EditableFile, node: unknown): readonly YAMLMap[] {
  const value = file.resolve(node);
  if (isSeq(value)) return value.items.flatMap((item) => withMerged(file, item));
  if (!isMap(value)) return [];
  const merges = (value.items as readonly AnyPair[]).filter((pair) => keyText(pair) === '<<');
  return [value, ...merges.flatMap((pair) => withMerged(file, pair.value))];
}
