import type { PlannedStep } from '../../core/event.ts';
import type { InstanceId } from '../../core/unit-state.ts';

/** Most instances that are named for one cause: a line is to be read at a glance. */
const named = 5;

/** What a run is going to do, in few words; why, for those that were there before. */
export function plannedText(steps: readonly PlannedStep[], label: (instance: InstanceId) => string): string {
  const changes = steps.filter(({ action }) => action !== 'keep');
  if (changes.length === 0) return 'nothing to change';
  const again = changes.filter(({ action }) => action === 'recreate' || action === 'start');
  const causes = Map.groupBy(again, ({ cause }) => cause);
  const reasons = Array.from(
    causes,
    ([cause, those]) => `${namesOf(those.map(({ instance }) => label(instance)))} (${cause})`,
  );
  const text = `${changes.length} of ${steps.length} to bring up`;
  return reasons.length === 0 ? text : `${text}; again: ${reasons.join(', ')}`;
}

function namesOf(all: readonly string[]): string {
  const names = all.slice(0, named).join(', ');
  return all.length <= named ? names : `${names} and ${all.length - named} more`;
}
