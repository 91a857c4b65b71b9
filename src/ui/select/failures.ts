import { formatDuration } from '../../core/duration.ts';
import type { Failure } from '../../core/failure.ts';
import type { RunView } from '../../core/run-view.ts';
import { type InstanceId, unitOf } from '../../core/unit-state.ts';
import { type Blocked, blockedBy } from './blocked.ts';
import { instancesOf, labelOf, stateOf } from './unit-text.ts';

/** All that is known of one failed instance, and what it means for the others. */
export interface FailureSection {
  readonly instance: InstanceId;
  readonly name: string;
  /** `exit 1 after 1.9s` */
  readonly headline: string;
  /** `1/1`; absent where nothing is retried */
  readonly attempt?: string;
  readonly image?: string;
  readonly message: string;
  /** the last log lines, oldest first */
  readonly logs: readonly string[];
  /** what the last readiness probe answered */
  readonly probe?: string;
  /** units that were not started because of it, directly or not */
  readonly blocks: readonly Blocked[];
  readonly hint?: string;
}

const shownLogLines = 20;

/** What happened in a few words, such as `exit 1 after 1.9s`. */
export function headlineOf(failure: Pick<Failure, 'code' | 'evidence'>): string {
  const { exitCode, oomKilled, durationMs } = failure.evidence ?? {};
  const what =
    oomKilled === true
      ? 'killed: out of memory'
      : exitCode === undefined
        ? failure.code.replaceAll('-', ' ')
        : `exit ${exitCode}`;
  return durationMs === undefined ? what : `${what} after ${formatDuration(durationMs)}`;
}

/** One section for each failed instance, in the order of the stages. */
export function failureSections(view: RunView): readonly FailureSection[] {
  return instancesOf(view).flatMap((instance) => {
    const state = stateOf(view, instance);
    return state.phase === 'failed' ? [sectionOf(view, instance, state.failure)] : [];
  });
}

function sectionOf(view: RunView, instance: InstanceId, failure: Failure): FailureSection {
  const { evidence, hint } = failure;
  const image = view.units.get(unitOf(instance))?.image;
  // The engine may have none of them any more, or never had.
  const told = evidence?.logs ?? [];
  const logs = told.length > 0 ? told : view.logsOf(instance).last(shownLogLines);
  return {
    instance,
    name: labelOf(view, instance),
    headline: headlineOf(failure),
    ...(evidence?.attempt === undefined ? {} : { attempt: evidence.attempt.join('/') }),
    ...(image === undefined ? {} : { image }),
    message: failure.message,
    logs: logs.slice(-shownLogLines),
    ...(evidence?.probe === undefined ? {} : { probe: evidence.probe }),
    blocks: blockedBy(view, unitOf(instance)),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** The instances that go on although something failed, and of those that are not ready yet why. */
export function keptOf(view: RunView): readonly string[] {
  return instancesOf(view).flatMap((instance) => {
    const state = stateOf(view, instance);
    const label = labelOf(view, instance);
    switch (state.phase) {
      case 'ready':
        return [label];
      case 'starting':
        return [`${label} (is starting)`];
      case 'probing':
        return [`${label} (not ready yet${state.lastError === undefined ? '' : `: ${state.lastError}`})`];
      default:
        return [];
    }
  });
}
