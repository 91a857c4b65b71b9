import type { Context } from './context.ts';
import { toVariables } from './environment.ts';
import type { Hook } from './hook-model.ts';
import { defaultTimeout } from './lifecycle.ts';
import type { Unit } from './model.ts';
import { compact } from './schema/values.ts';
import { at } from './tree.ts';
import type { UnitDraft } from './unit-draft.ts';

/** How long a command before a stop may take where no grace period is given, ms: more than a stop, to write out data. */
const usualStopTimeout = 30_000;

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
      timeout: timeoutOf(keys, key),
      perReplica,
      ...compact({ user: hook.user, workingDir: hook.working_dir, image }),
    };
  });
}

/** Those around a start have the time that is given for getting ready, else that of a job. */
function timeoutOf(keys: UnitDraft['keys'], key: HookKey): number {
  if (key === 'pre_stop') return keys.stop_grace_period ?? usualStopTimeout;
  return keys.ready_timeout ?? defaultTimeout;
}
