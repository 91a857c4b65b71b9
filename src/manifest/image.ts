import type { Build } from './build-model.ts';
import { toBuild } from './builds.ts';
import { isNothing } from './check.ts';
import type { Context } from './context.ts';
import type { SharedFile } from './file-model.ts';
import type { Unit } from './model.ts';
import { compact } from './schema/values.ts';
import { keySpanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** What a unit's containers are made from. */
export interface ImageParts {
  /** '' where there is none, which has been reported */
  readonly image: string;
  readonly build?: Build;
  readonly pullPolicy: Unit['pullPolicy'];
  readonly platform?: string;
}

/**
 * The image of a unit: its own or one that is built for it, else that of the nearest unit that it inherits from. None
 * at all is reported, unless something else that is wrong is the cause.
 */
export function imageOf(
  unit: UnitDraft,
  ancestors: readonly UnitDraft[],
  project: string,
  secrets: ReadonlyMap<string, SharedFile>,
  context: Context,
): ImageParts {
  reportAmbiguous(unit, context);
  const owner = [unit, ...ancestors].find(({ keys }) => keys.image !== undefined || keys.build !== undefined);
  if (owner === undefined) {
    reportMissing(unit, context);
    return { image: '', pullPolicy: { kind: 'missing' } };
  }
  const { image, build, platform, pull_policy: pullPolicy = { kind: 'missing' } } = owner.keys;
  // What another unit's build lacks is told there.
  const quiet = owner === unit ? context : { ...context, report: () => {} };
  return {
    image: image ?? `${project}-${owner.name.toLowerCase()}`,
    ...(build === undefined ? {} : { build: toBuild(owner, build, secrets, quiet) }),
    pullPolicy: unit.keys.pull_policy ?? pullPolicy,
    ...compact({ platform: unit.keys.platform ?? platform }),
  };
}

/** A build names its result with `image`; an image of another unit is neither built nor named here. */
function reportAmbiguous(unit: UnitDraft, { report }: Context): void {
  if (unit.keys.from === undefined) return;
  for (const key of ['image', 'build'] as const) {
    if (unit.keys[key] === undefined) continue;
    report({
      severity: 'error',
      code: 'image-ambiguous',
      message: `${describe(unit)} has both "${key}" and "from"`,
      span: keySpanAt(unit.tree, 'from'),
      related: [{ message: `the ${key} is given here`, span: keySpanAt(unit.tree, key) }],
      hint: 'keep one of them',
    });
  }
}

function reportMissing(unit: UnitDraft, { report }: Context): void {
  const { entries } = unit.tree;
  const isWrong = ['image', 'build'].some((key) => {
    const value = entries.get(key)?.value;
    return value !== undefined && !isNothing(value);
  });
  // What runs elsewhere has no image.
  const needsNone = ['extends', 'from', 'process', 'provider'].some((key) => entries.has(key));
  if (!unit.readable || isWrong || needsNone) return;
  const message = `${describe(unit)} has no image`;
  const hint = 'add "image" or "build", "from" to use that of another unit, or "process" to run it on this machine';
  report({ severity: 'error', code: 'image-missing', message, span: unit.span, hint });
}
