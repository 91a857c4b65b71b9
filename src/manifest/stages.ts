import type { Span } from '../core/source.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Context } from './context.ts';
import type { ImageParts } from './image.ts';
import { isDatabase } from './known-images.ts';
import type { Stage } from './model.ts';
import { compact } from './schema/values.ts';
import type { Checked, manifestShape } from './schema.ts';
import { type MapTree, spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** The stages of a file, and how units come into them. */
export interface Stages {
  readonly list: readonly Stage[];
  /** `stages: default`: units without a stage are placed by what they are */
  readonly placed: boolean;
  /** false where the stages themselves are wrong, so that nothing can be said about those of units */
  readonly known: boolean;
}

/** The word `default` stands for these (the order of a deployment pipeline). */
const defaultNames = ['database', 'job', 'container', 'application'];

/** Stages in order, with those named twice reported. */
export function toStages(keys: Checked<typeof manifestShape>, root: MapTree, context: Context): Stages {
  const { stages } = keys;
  const place = root.entries.get('stages');
  if (stages === undefined) return { list: [], placed: false, known: place === undefined };
  if (stages === 'default') {
    const span = spanAt(root, 'stages');
    return { list: defaultNames.map((name) => ({ name, span })), placed: true, known: true };
  }
  const list = new Map<string, Stage>();
  for (const [index, item] of stages.entries()) {
    const { name, ...more } = typeof item === 'string' ? { name: item } : item;
    const first = list.get(name);
    const span = typeof item === 'string' ? spanAt(root, 'stages', index) : spanAt(root, 'stages', index, 'name');
    if (first) reportTwice(first, span, context);
    else list.set(name, { name, span, ...compact(more) });
  }
  return { list: [...list.values()], placed: false, known: true };
}

function reportTwice(first: Stage, span: Span, { report }: Context): void {
  const message = `the stage "${first.name}" is named twice`;
  const related = [{ message: 'first named here', span: first.span }];
  report({ severity: 'error', code: 'duplicate-name', message, span, related });
}

/** The stage of a unit, or undefined where it has none or a wrong one, which is reported. Its image decides under `default`. */
export function stageOf(unit: UnitDraft, image: ImageParts, stages: Stages, { report }: Context): string | undefined {
  const { stage } = unit.keys;
  const names = stages.list.map(({ name }) => name);
  if (stage !== undefined && names.includes(stage)) return stage;
  if (!stages.known || (unit.tree.entries.has('stage') && stage === undefined)) return undefined;
  if (stage !== undefined) {
    const hint =
      didYouMean(stage, names) ??
      (names.length > 0 ? `stages are ${names.join(', ')}` : `add stages: [${stage}] to the file`);
    const message = `${describe(unit)} is in the stage "${stage}", which is not one of "stages"`;
    report({ severity: 'error', code: 'unknown-stage', message, span: spanAt(unit.tree, 'stage'), hint });
    return undefined;
  }
  if (stages.placed) return defaultStage(unit, image);
  if (names.length === 0 || !unit.readable) return undefined;
  const message = `${describe(unit)} has no stage, though the file has stages`;
  report({
    severity: 'error',
    code: 'missing-stage',
    message,
    span: unit.span,
    hint: `add stage: ${names.join(' | ')}`,
  });
  return undefined;
}

function defaultStage({ kind, keys }: UnitDraft, { image, build }: ImageParts): string {
  if (kind === 'job') return 'job';
  // What is run on the host is what somebody works on.
  if (build !== undefined || (image === '' && keys.process !== undefined)) return 'application';
  return isDatabase(image) ? 'database' : 'container';
}
