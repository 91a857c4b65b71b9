import { fail, ok } from '../../core/result.ts';
import type { Stage } from '../model.ts';
import { insertItem } from './list-edit.ts';
import { type EditedProject, findStage, nowhere, type ProjectEdit } from './project-edit.ts';
import { editStageList, withStageList } from './stage-list.ts';

/** Where a new stage comes. */
export type StagePosition = { readonly kind: 'last' } | { readonly kind: 'before' | 'after'; readonly stage: string };

interface NewStage {
  readonly name: string;
  readonly description?: string | undefined;
  readonly position: StagePosition;
}

/** Adds an empty stage. The first one of a manifest takes all of its units, since each needs one then. */
export function createStage(project: EditedProject, { name, description, position }: NewStage): ProjectEdit {
  const { manifest } = project;
  if (manifest.stages.some((stage) => stage.name === name))
    return fail({ message: `there is a stage "${name}" already` });
  const stage: Stage = { name, span: nowhere, ...(description !== undefined && { description }) };
  let index = manifest.stages.length;
  if (position.kind !== 'last') {
    const found = findStage(manifest, position.stage);
    if (!found.ok) return found;
    index = found.value[1] + (position.kind === 'after' ? 1 : 0);
  }
  if (manifest.stages.length === 0) return ok(withStageList(project, [stage]));
  const listed = withStageList(project, []);
  const edited = editStageList(listed, (file, list) => [insertItem(file, list, index, stage)]);
  return ok({ ...edited, manifest: { ...listed.manifest, stages: listed.manifest.stages.toSpliced(index, 0, stage) } });
}
