import { exitCodes } from '../../core/failure.ts';
import { createStage, type StagePosition } from '../../manifest/edit/create-stage.ts';
import { deleteStage } from '../../manifest/edit/delete-stage.ts';
import { editStage } from '../../manifest/edit/edit-stage.ts';
import type { EditedProject } from '../../manifest/edit/project-edit.ts';
import { changeManifest } from '../change-manifest.ts';
import type { Handler, Options } from '../command.ts';
import { readManifest } from '../stack.ts';
import { nameOf, tell, usage } from '../stage-command.ts';
import { stagesJson, stageTable } from '../stage-table.ts';

/** Lists the stages with their units. */
export const list: Handler = async ({ options }, shell) => {
  const { manifest } = await readManifest(options, shell);
  const stages = stagesJson(manifest);
  if (options.json) shell.stdout.write(`${JSON.stringify(stages, null, 2)}\n`);
  else if (stages.length > 0) shell.stdout.write(stageTable(stages));
  else shell.stderr.write('no stages: the order is that of depends_on; "devstack stage create NAME" adds one\n');
  return exitCodes.ok;
};

function positionOf({ before, after }: Options): StagePosition {
  if (before !== undefined && after !== undefined) throw usage('--before and --after exclude each other', 'name one');
  if (before !== undefined) return { kind: 'before', stage: before };
  return after === undefined ? { kind: 'last' } : { kind: 'after', stage: after };
}

/** Adds a stage. */
export const create: Handler = async (invocation, shell) => {
  const { options } = invocation;
  const name = nameOf(invocation, 'stage');
  const stage = { name, description: options.description, position: positionOf(options) };
  const doing = `creating the stage "${name}"`;
  const apply = (project: EditedProject) => createStage(project, stage);
  const changed = await changeManifest(options, { doing, apply }, shell);
  const [{ stages, units }] = changed.manifests;
  const isFirst = stages.length === 0 && units.size > 0;
  return tell(`created the stage "${name}"${isFirst ? ' with all units' : ''}`, '', changed, shell);
};

/** Gives a stage another name or description. */
export const edit: Handler = async (invocation, shell) => {
  const { options } = invocation;
  const name = nameOf(invocation, 'stage');
  const { newName, newDescription: description } = options;
  if (newName === undefined && description === undefined) {
    throw usage(`nothing is said of what the stage "${name}" is to become`, 'use --new-name or --new-description');
  }
  const doing = `editing the stage "${name}"`;
  const apply = (project: EditedProject) => editStage(project, name, { name: newName, description });
  const changed = await changeManifest(options, { doing, apply }, shell);
  const done = newName === undefined ? `described the stage "${name}"` : `renamed the stage "${name}" to "${newName}"`;
  return tell(done, `the stage "${name}" is so already`, changed, shell);
};

/** Takes away a stage. */
export const remove: Handler = async (invocation, shell) => {
  const name = nameOf(invocation, 'stage');
  const doing = `deleting the stage "${name}"`;
  const apply = (project: EditedProject) => deleteStage(project, name);
  return tell(
    `deleted the stage "${name}"`,
    '',
    await changeManifest(invocation.options, { doing, apply }, shell),
    shell,
  );
};
