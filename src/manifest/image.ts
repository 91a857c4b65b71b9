import { isNothing } from './check.ts';
import type { Context } from './context.ts';
import { keySpanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/**
 * The image of a unit: its own, or that of the nearest unit that it inherits from. '' where there is none, which is
 * reported unless something else that is wrong is the cause.
 */
export function imageOf(unit: UnitDraft, ancestors: readonly UnitDraft[], { report }: Context): string {
  const { image, from } = unit.keys;
  const entry = unit.tree.entries.get('image');
  if (image !== undefined && from !== undefined) {
    report({
      severity: 'error',
      code: 'image-ambiguous',
      message: `${describe(unit)} has both "image" and "from"`,
      span: keySpanAt(unit.tree, 'from'),
      related: [{ message: 'the image is given here', span: keySpanAt(unit.tree, 'image') }],
      hint: 'keep one of them',
    });
  }
  const hasWrongImage = entry !== undefined && !isNothing(entry.value) && image === undefined;
  const isSilent = !unit.readable || hasWrongImage || unit.tree.entries.has('from');
  if (image === undefined && !isSilent) reportMissing(unit, report);
  return image ?? ancestors.find((other) => other.keys.image !== undefined)?.keys.image ?? '';
}

function reportMissing(unit: UnitDraft, report: Context['report']): void {
  const build = unit.tree.entries.get('build');
  const message = build
    ? `${describe(unit)} has no image, and builds are not supported yet`
    : `${describe(unit)} has no image`;
  const hint = build
    ? 'build it, and name the result with "image"'
    : 'add "image", or "from" to use that of another unit';
  report({ severity: 'error', code: 'image-missing', message, span: build?.key ?? unit.span, hint });
}
