import type { RunView } from '../../core/run-view.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import { instancesOf } from './unit-text.ts';

/** When the steps of an instance were done, in ms from the beginning of the run; absent where another run did it, or nobody. */
export interface TimelineRow {
  readonly instance: InstanceId;
  readonly createdMs?: number;
  readonly startedMs?: number;
  /** ready, completed or failed */
  readonly settledMs?: number;
}

/** The steps of all instances, in the order of the plan. */
export function timelineRows(view: RunView): readonly TimelineRow[] {
  return instancesOf(view).map((instance) => {
    const { createdAt, startedAt, settledAt } = view.timelineOf(instance);
    const since = (at: number | undefined): number | undefined =>
      at === undefined || at < view.startedAt ? undefined : at - view.startedAt;
    const [createdMs, startedMs, settledMs] = [since(createdAt), since(startedAt), since(settledAt)];
    return {
      instance,
      ...(createdMs !== undefined && { createdMs }),
      ...(startedMs !== undefined && { startedMs }),
      ...(settledMs !== undefined && { settledMs }),
    };
  });
}
