import { isMap, isScalar, type Node, type YAMLSeq } from 'yaml';
import { fail, ok } from '../../core/result.ts';
import type { Stage } from '../model.ts';
import { type EditableFile, parseEditable } from './editable-file.ts';
import { stageScalars, stageScalarsOf, stagesIn, unitsIn } from './find-nodes.ts';
import { describeName } from './list-edit.ts';
import { insertAfter, pairOf, removePair, replaceScalar, setKey } from './map-edit.ts';
import { scalarValue } from './node-range.ts';
import { type EditedProject, editFiles, findStage, type ProjectEdit, withUnits } from './project-edit.ts';
import type { SourceEdit } from './source-edit.ts';
import { editStageList, withStageList } from './stage-list.ts';
import { says, written } from './written.ts';

/** What pipelines describe the stages with that they made by themselves: a new name is the answer to it. */
const pleaForName = 'Rename me to avoid default/legacy ordering';

interface StageChange {
  readonly name?: string | undefined;
  /** '' takes it away */
  readonly description?: string | undefined;
}

/** Renames a stage, wherever its name stands, and describes it in other words. */
export function editStage(project: EditedProject, name: string, change: StageChange): ProjectEdit {
  const { manifest } = project;
  const found = findStage(manifest, name);
  if (!found.ok) return found;
  const newName = change.name ?? name;
  if (newName !== name && manifest.stages.some((stage) => stage.name === newName)) {
    return fail({ message: `there is a stage "${newName}" already` });
  }
  const [stage, index] = found.value;
  const isAnswered = newName !== name && stage.description === pleaForName;
  const description = change.description ?? (isAnswered ? '' : undefined);
  const listed = withStageList(project, []);
  const described = description === undefined ? listed : describe(listed, index, description);
  if (newName === name) return ok(described);
  const variable = variableName(listed, name, index);
  if (variable === undefined) return ok(rename(described, name, newName));
  const message = `the name of the stage "${name}" comes from a variable: ${variable}`;
  return fail({ message, hint: 'give the variable another value, or write the name in its place first' });
}

/** What stands for the name of a stage, in the list or in one of its units, and is not the name itself. */
function variableName({ manifest, files }: EditedProject, name: string, index: number): string | undefined {
  const parsed = files.map(parseEditable);
  const list = parsed.flatMap((file) => {
    const items = stagesIn(file, manifest.dialect)?.items ?? [];
    return items.length === 0 ? [] : [nameNode(file, items[index])];
  });
  const units = parsed.flatMap((file) =>
    unitsIn(file, manifest.dialect)
      .filter((place) => manifest.units.get(place.name)?.stage === name)
      .flatMap((place) => stageScalarsOf(file, place)),
  );
  // Of several lists the last one counts.
  const nodes = [list.at(-1), ...units].filter((node) => isScalar(node)).map(scalarValue);
  return nodes.find((text) => !says(text, name) && /(?<!\$)(\$\$)*\$[\w{]/.test(text));
}

function rename(project: EditedProject, name: string, newName: string): EditedProject {
  const { manifest } = project;
  const inList = editStageList(project, (file, list) =>
    list.items.flatMap((item) => {
      const node = nameNode(file, item);
      return node !== undefined && isNamed(node, name) ? [replaceScalar(file, node, newName, list.flow === true)] : [];
    }),
  );
  const files = editFiles(inList.files, (file) =>
    [...stageScalars(file, manifest.dialect)]
      .filter((scalar) => isNamed(scalar, name))
      // Whether it is in brackets is not known here; so it is written as if it were.
      .map((scalar) => replaceScalar(file, scalar, newName, true)),
  );
  const stages = manifest.stages.map((stage) => (stage.name === name ? { ...stage, name: newName } : stage));
  const renamed = withUnits(manifest, (unit) => (unit.stage === name ? { ...unit, stage: newName } : unit));
  return { manifest: { ...renamed, stages }, files };
}

/** The scalar that names a stage: the item itself, or its `name`. */
function nameNode(file: EditableFile, item: unknown): Node | undefined {
  const node = file.resolve(item);
  return isMap(node) ? file.resolve(pairOf(node, 'name')?.value) : node;
}

const isNamed = (node: Node, name: string): boolean => isScalar(node) && says(scalarValue(node), name);

function describe(project: EditedProject, index: number, description: string): EditedProject {
  const { manifest } = project;
  const edited = editStageList(project, (file, list) => descriptionEdits(file, list, index, description));
  const stages = manifest.stages.map((stage, at) => (at === index ? withDescription(stage, description) : stage));
  return { ...edited, manifest: { ...manifest, stages } };
}

function withDescription({ description: _, ...stage }: Stage, description: string): Stage {
  return description === '' ? stage : { ...stage, description };
}

function descriptionEdits(
  file: EditableFile,
  list: YAMLSeq,
  index: number,
  description: string,
): readonly SourceEdit[] {
  const item = file.resolve(list.items[index]);
  if (!isMap(item)) {
    const own = list.items[index] as Node;
    const isTold = description !== '' && isScalar(own);
    return isTold ? describeName(file, list, own, description) : [];
  }
  const [name, before] = [pairOf(item, 'name'), pairOf(item, 'description')];
  if (description === '') return before === undefined ? [] : [removePair(file, item, before)];
  if (before !== undefined || name === undefined) return [setKey(file, item, 'description', description)];
  const value = written(description, { isFlow: item.flow === true });
  return [insertAfter(file, item, name, { key: 'description', value })];
}
