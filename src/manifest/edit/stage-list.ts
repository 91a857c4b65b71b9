import type { YAMLSeq } from 'yaml';
import type { Stage } from '../model.ts';
import { addStageList } from './add-stage-list.ts';
import { type EditableFile, parseEditable } from './editable-file.ts';
import { ownRoots, stagesIn } from './find-nodes.ts';
import { pairOf } from './map-edit.ts';
import { type EditedProject, editFiles, withUnits } from './project-edit.ts';
import { setUnitKeys } from './set-unit-key.ts';
import type { SourceEdit } from './source-edit.ts';

/** The project with edits made to its list of stages, in the file whose list counts: the last that has one. */
export function editStageList(
  { manifest, files }: EditedProject,
  editsOf: (file: EditableFile, list: YAMLSeq) => readonly SourceEdit[],
): EditedProject {
  const holder = files.findLast((file) => stagesIn(parseEditable(file), manifest.dialect) !== undefined);
  const edited = editFiles(files, (file) => {
    const list = file.path === holder?.path ? stagesIn(file, manifest.dialect) : undefined;
    return list === undefined ? [] : editsOf(file, list);
  });
  return { manifest, files: edited };
}

/**
 * The same project with its stages in a list and a stage in every unit, where so far `stages: default` or nothing
 * stands. Without any stage there are `first`, and all units come into these.
 */
export function withStageList(project: EditedProject, first: readonly Stage[]): EditedProject {
  const { manifest, files } = project;
  const { dialect } = manifest;
  const parsed = files.map(parseEditable);
  if (manifest.stages.length > 0 && parsed.some((file) => stagesIn(file, dialect) !== undefined)) return project;
  const stages = manifest.stages.length > 0 ? manifest.stages : first;
  const says = (file: EditableFile) => ownRoots(file, dialect).some((root) => pairOf(root, 'stages') !== undefined);
  const holder = parsed.findLast(says) ?? parsed.find(({ role }) => role === 'main') ?? parsed[0];
  const listed = editFiles(files, (file) => (file.path === holder?.path ? addStageList(file, dialect, stages) : []));
  const placed = withUnits(manifest, (unit) => ({ ...unit, stage: unit.stage ?? stages[0]?.name ?? '' }));
  const stageOf = new Map([...placed.units.values()].map(({ name, stage }) => [name, stage]));
  return { manifest: { ...placed, stages }, files: setUnitKeys(listed, dialect, 'stage', stageOf) };
}
