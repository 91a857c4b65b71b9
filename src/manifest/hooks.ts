import type { Context } from './context.ts';
import { toVariables } from './environment.ts';
import type { Hook, Unit } from './model.ts';
import { compact } from './schema/values.ts';
import { at } from './tree.ts';
import type { UnitDraft } from './unit-draft.ts';

type HookKey = 'pre_start' | 'post_start' | 'pre_stop';

/** Commands that run when a unit starts or stops. */
export function toHooks(unit: UnitDraft, context: Context): Unit['hooks'] {
  return {
    preStart: hooksOf(unit, 'pre_start', context),
    postStart: hooksOf(unit, 'post_start', context),
    preStop: hooksOf(unit, 'pre_stop', context),
  };
}

function hooksOf({ keys, tree }: UnitDraft, key: HookKey, context: Context): readonly Hook[] {
  return (keys[key] ?? []).map((hook, index) => {
    const own = at(tree, key, index);
    const { image, per_replica: perReplica = false } = { image: undefined, ...hook };
    return {
      command: hook.command,
      privileged: hook.privileged ?? false,
      environment: own?.kind === 'map' ? toVariables(own, 'environment', context) : new Map<string, string>(),
      perReplica,
      ...compact({ user: hook.user, workingDir: hook.working_dir, image }),
    };
  });
}
