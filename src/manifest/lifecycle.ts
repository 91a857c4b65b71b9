import type { Context } from './context.ts';
import type { Job, LifecycleEvent } from './model.ts';
import type { GivenEvent } from './schema/lifecycle-shape.ts';
import { type Compact, compact } from './schema/values.ts';
import { keySpanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** Of each event of a job, over all its attempts, ms. */
export const defaultTimeout = 300_000;

/** What a job runs when it is started: what stands beside its other keys, or under `lifecycle.start`. */
export function startOf({
  keys,
}: UnitDraft): Compact<Pick<Job, 'command' | 'entrypoint' | 'timeout' | 'retries' | 'allowFailure'>> {
  const given: GivenEvent = keys.lifecycle?.start ?? {};
  return {
    ...compact({
      command: given.command ?? keys.command,
      entrypoint: given.entrypoint ?? keys.entrypoint,
      timeout: given.timeout ?? keys.timeout,
    }),
    retries: given.retries ?? keys.retries ?? 0,
    allowFailure: given.allow_failure ?? keys.allow_failure ?? false,
  };
}

/** What a job runs at its other events; one that says nothing to run is reported and left out. */
export function toLifecycle(draft: UnitDraft, context: Context): Job['lifecycle'] {
  return compact({ stop: toEvent(draft, 'stop', context), delete: toEvent(draft, 'delete', context) });
}

/** The entrypoint, the time and the retries of the job are those of each event that does not say its own. */
function toEvent(draft: UnitDraft, name: 'stop' | 'delete', { report }: Context): LifecycleEvent | undefined {
  const { keys, tree } = draft;
  const given: GivenEvent | undefined = keys.lifecycle?.[name];
  if (given === undefined) return undefined;
  if (given.command === undefined && given.entrypoint === undefined) {
    const message = `"lifecycle.${name}" of ${describe(draft)} has nothing to run`;
    const span = keySpanAt(tree, 'lifecycle', name);
    report({ severity: 'error', code: 'bad-value', message, span, hint: 'give it a "command", or leave it out' });
    return undefined;
  }
  return {
    ...compact({ command: given.command, entrypoint: given.entrypoint ?? keys.entrypoint }),
    timeout: given.timeout ?? keys.timeout ?? defaultTimeout,
    retries: given.retries ?? keys.retries ?? 0,
    allowFailure: given.allow_failure ?? false,
  };
}
