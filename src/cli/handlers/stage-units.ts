import { moveUnit, skipUnit } from '../../manifest/edit/change-unit.ts';
import type { EditedProject } from '../../manifest/edit/project-edit.ts';
import { changeManifest } from '../change-manifest.ts';
import type { Handler } from '../command.ts';
import { nameOf, tell, usage } from '../stage-command.ts';

/** Puts a unit into another stage. */
export const move: Handler = async (invocation, shell) => {
  const { options } = invocation;
  const unit = nameOf(invocation, 'unit');
  const { stage } = options;
  if (stage === undefined) throw usage(`nothing is said of where "${unit}" is to go`, 'name a stage with -s');
  const doing = `moving "${unit}" to stage "${stage}"`;
  const apply = (project: EditedProject) => moveUnit(project, unit, stage);
  const changed = await changeManifest(options, { doing, apply }, shell);
  return tell(`moved "${unit}" to stage "${stage}"`, `"${unit}" is in stage "${stage}" already`, changed, shell);
};

const skipping =
  (isSkipped: boolean): Handler =>
  async (invocation, shell) => {
    const unit = nameOf(invocation, 'unit');
    const doing = isSkipped ? `skipping "${unit}"` : `taking "${unit}" in again`;
    const apply = (project: EditedProject) => skipUnit(project, unit, isSkipped);
    const changed = await changeManifest(invocation.options, { doing, apply }, shell);
    const [done, already] = isSkipped
      ? [`"${unit}" is skipped from now on`, `"${unit}" is skipped already`]
      : [`"${unit}" is no longer skipped`, `"${unit}" is not skipped`];
    return tell(done, already, changed, shell);
  };

/** Leaves a unit out of `up` unless it is named. */
export const skip = skipping(true);

/** Takes it in again. */
export const unskip = skipping(false);
