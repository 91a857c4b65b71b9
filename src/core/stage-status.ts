import type { RunView, StageView } from './run-view.ts';
import type { InstanceId } from './unit-state.ts';

/** How far a stage has come, in the words of deployment pipelines. */
export type StageStatus = 'queued' | 'ongoing' | 'done' | 'error' | 'skipped' | 'canceled';

type Seen = Pick<RunView, 'units' | 'states' | 'timelineOf'>;

/** The status of a stage, from the states of its units. One without a unit in this run is skipped. */
export function stageStatus(view: Seen, { units }: StageView): StageStatus {
  if (units.length === 0) return 'skipped';
  const verdicts = units.flatMap((name) => {
    const { instances = [], optional = false } = view.units.get(name) ?? {};
    return instances.map((instance) => verdictOf(view, instance, optional));
  });
  if (verdicts.includes('error')) return 'error';
  if (verdicts.every((verdict) => verdict === 'done')) return 'done';
  if (verdicts.includes('ongoing')) return 'ongoing';
  if (verdicts.includes('canceled')) return 'canceled';
  // Some are there already: the others are about to begin.
  return verdicts.includes('done') ? 'ongoing' : 'queued';
}

function verdictOf(view: Seen, instance: InstanceId, optional: boolean): Exclude<StageStatus, 'skipped'> {
  const state = view.states.get(instance);
  switch (state?.phase) {
    case undefined:
    case 'pending':
      return 'queued';
    case 'starting':
    case 'probing':
    case 'running':
      return 'ongoing';
    case 'ready':
    case 'completed':
      return 'done';
    case 'failed':
      return optional ? 'done' : 'error';
    case 'stopping':
    case 'stopped':
      return wasThere(view, instance) || optional ? 'done' : 'canceled';
    case 'canceled':
      return optional ? 'done' : 'canceled';
  }
}

/** What was ready and is stopped now had been there: its stage was through. */
const wasThere = (view: Seen, instance: InstanceId): boolean => view.timelineOf(instance).settledAt !== undefined;
