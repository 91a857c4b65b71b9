import { fail, ok, type Result } from '../../core/result.ts';
import type { Span } from '../../core/source.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { Manifest, Stage, Unit } from '../model.ts';
import { asJson, isJson } from './as-json.ts';
import { type EditableFile, type ManifestFile, parseEditable } from './editable-file.ts';
import { applyEdits, type SourceEdit } from './source-edit.ts';

/** A project's files and what they come to. */
export interface EditedProject {
  readonly manifest: Manifest;
  /** each over those before it */
  readonly files: readonly ManifestFile[];
}

/** Why a change can not be made. */
interface Refusal {
  /** One sentence, lower case start, without a full stop. */
  readonly message: string;
  readonly hint?: string;
}

/** Files with a change made to them, and the manifest that they have to come to. */
export type ProjectEdit = Result<EditedProject, Refusal>;

/** Files with edits made, in JSON where they are that; those without any stay the same objects. */
export function editFiles(
  files: readonly ManifestFile[],
  editsOf: (file: EditableFile) => readonly SourceEdit[],
): readonly ManifestFile[] {
  return files.map((file) => {
    const edits = editsOf(parseEditable(file));
    if (edits.length === 0) return file;
    const inKind = isJson(file.text) ? edits.map((edit) => ({ ...edit, text: asJson(edit.text) })) : edits;
    return { ...file, text: applyEdits(file.text, inKind) };
  });
}

/** The manifest with each unit as a function has it. */
export const withUnits = (manifest: Manifest, change: (unit: Unit) => Unit): Manifest => ({
  ...manifest,
  units: new Map([...manifest.units].map(([name, unit]) => [name, change(unit)])),
});

/** Finds a stage by its name, with its position. */
export function findStage(manifest: Manifest, name: string): Result<readonly [Stage, number], Refusal> {
  const names = manifest.stages.map((stage) => stage.name);
  const index = names.indexOf(name);
  const stage = manifest.stages[index];
  if (stage !== undefined) return ok([stage, index]);
  const known = names.length === 0 ? 'the manifest has no stages' : `stages are ${names.join(', ')}`;
  return fail({ message: `there is no stage "${name}"`, hint: didYouMean(name, names) ?? known });
}

/** Finds a unit by its name, or by its title where only one has it. */
export function findUnit({ units }: Manifest, name: string): Result<Unit, Refusal> {
  const unit = units.get(name);
  if (unit !== undefined) return ok(unit);
  const titled = [...units.values()].filter(({ title }) => title === name);
  const [only, second] = titled;
  if (only !== undefined && second === undefined) return ok(only);
  if (second !== undefined) {
    const names = titled.map((one) => `"${one.name}"`).join(' and ');
    return fail({ message: `${names} have the title "${name}"`, hint: 'say it with its name' });
  }
  const known = [...units.values()].flatMap((one) => [one.name, ...(one.title === undefined ? [] : [one.title])]);
  const hint = didYouMean(name, known) ?? 'see "devstack stage list" for what there is';
  return fail({ message: `there is no unit "${name}"`, hint });
}

/** Where a stage stands that is yet to be written. */
export const nowhere: Span = { source: { path: '', text: '', folder: '' }, start: 0, end: 0 };
