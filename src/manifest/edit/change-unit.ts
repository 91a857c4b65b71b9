import { ok } from '../../core/result.ts';
import type { Manifest, Unit } from '../model.ts';
import { type EditedProject, findStage, findUnit, type ProjectEdit, withUnits } from './project-edit.ts';
import { setUnitKeys } from './set-unit-key.ts';

/** Puts a unit into another stage. */
export function moveUnit({ manifest, files }: EditedProject, unitName: string, stage: string): ProjectEdit {
  const unit = findUnit(manifest, unitName);
  if (!unit.ok) return unit;
  const found = findStage(manifest, stage);
  if (!found.ok) return found;
  const { name } = unit.value;
  if (unit.value.stage === stage) return ok({ manifest, files });
  const moved = withUnits(manifest, (one) => (one.name === name ? { ...one, stage } : one));
  return ok({ manifest: moved, files: setUnitKeys(files, manifest.dialect, 'stage', new Map([[name, stage]])) });
}

/** Leaves a unit out unless it is named, or takes it in again. */
export function skipUnit({ manifest, files }: EditedProject, unitName: string, skip: boolean): ProjectEdit {
  const unit = findUnit(manifest, unitName);
  if (!unit.ok) return unit;
  const { name } = unit.value;
  if (unit.value.skip === skip) return ok({ manifest, files });
  const value = skip ? true : undefined;
  const changed = withUnits(manifest, (one) => (one.name === name ? { ...one, skip } : one));
  return ok({ manifest: changed, files: setUnitKeys(files, manifest.dialect, 'skip', new Map([[name, value]])) });
}

/**
 * The same change, with stage and `skip` written into each unit that would otherwise have got others: those that inherit
 * them from a unit that was changed. `actual` is what the changed files come to.
 */
export function pinUnits({ manifest, files }: EditedProject, actual: Manifest): EditedProject {
  const others = <Key extends 'stage' | 'skip'>(key: Key): ReadonlyMap<string, Unit[Key]> =>
    new Map(
      [...manifest.units.values()]
        .filter((unit) => unit[key] !== undefined && actual.units.get(unit.name)?.[key] !== unit[key])
        .map((unit) => [unit.name, unit[key]]),
    );
  const staged = setUnitKeys(files, manifest.dialect, 'stage', others('stage'));
  return { manifest, files: setUnitKeys(staged, manifest.dialect, 'skip', others('skip')) };
}
