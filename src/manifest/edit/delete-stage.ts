import { fail, ok } from '../../core/result.ts';
import { removeItem } from './list-edit.ts';
import { type EditedProject, findStage, type ProjectEdit } from './project-edit.ts';
import { editStageList, withStageList } from './stage-list.ts';

/** Takes away a stage that has no units. */
export function deleteStage(project: EditedProject, name: string): ProjectEdit {
  const found = findStage(project.manifest, name);
  if (!found.ok) return found;
  const [, index] = found.value;
  const units = [...project.manifest.units.values()].filter(({ stage }) => stage === name);
  if (units.length > 0) {
    const names = units.map((unit) => `"${unit.name}"`).join(', ');
    const hint = 'move them first, with "devstack stage move UNIT -s STAGE"';
    return fail({ message: `the stage "${name}" still has ${names}`, hint });
  }
  const listed = withStageList(project, []);
  const edited = editStageList(listed, (file, list) =>
    [removeItem(file, list, index)].filter((edit) => edit !== undefined),
  );
  return ok({ ...edited, manifest: { ...listed.manifest, stages: listed.manifest.stages.toSpliced(index, 1) } });
}
