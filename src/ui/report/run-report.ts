import type { Failure } from '../../core/failure.ts';
import type { RunView, StageView } from '../../core/run-view.ts';
import { type StageStatus, stageStatus } from '../../core/stage-status.ts';
import { type InstanceId, unitOf } from '../../core/unit-state.ts';
import { describeAbsence } from '../../plan/describe-plan.ts';
import type { RunFacts } from '../../run/history/run-facts.ts';
import { type FailureSection, failureSections } from '../select/failures.ts';
import { waitReason } from '../select/holds.ts';
import { durationOf, labelOf, stateOf } from '../select/unit-text.ts';

/** What a run came to, step by step, for files that other programs read. Durations in ms. */
export interface RunReport {
  /** the stack as people know it, the same in each run */
  readonly name: string;
  /** ms since the epoch */
  readonly at: number;
  readonly durationMs: number;
  readonly outcome: 'ready' | 'failed' | 'interrupted';
  readonly stages: readonly ReportedStage[];
  /** what ended the run where it is not that of a unit, such as an engine that went away */
  readonly failure?: Failure;
}

/** How far a stage came, and what was done in it. */
export interface ReportedStage {
  /** empty where the manifest has no stages */
  readonly name: string;
  readonly status: StageStatus;
  readonly durationMs?: number;
  /** why it was skipped, has failed or was canceled */
  readonly reason?: string;
  readonly steps: readonly ReportedStep[];
}

/** What was done with one instance. */
export interface ReportedStep {
  readonly name: string;
  readonly kind: 'service' | 'job';
  readonly verdict: Verdict;
  /** absent where nothing was timed */
  readonly durationMs?: number;
}

type Verdict =
  | { readonly kind: 'passed'; readonly note: string }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly section: FailureSection }
  /** also what failed and was allowed to: it is neither good nor a reason to stop */
  | { readonly kind: 'skipped'; readonly why: string };

/** What the run came to by `now`; `facts`: what it has told that the view does not keep. */
export function runReport(
  name: string,
  view: RunView,
  facts: Pick<RunFacts, 'stages'>,
  now: number,
  failure?: Failure,
): RunReport {
  const sections = new Map(failureSections(view).map((section) => [section.instance, section]));
  const step = (instance: InstanceId): ReportedStep => {
    const durationMs = durationOf(view, instance, now);
    return {
      name: labelOf(view, instance),
      kind: view.units.get(unitOf(instance))?.kind ?? 'service',
      verdict: verdictOf(view, instance, sections.get(instance)),
      ...(durationMs !== undefined && { durationMs }),
    };
  };
  const stage = (of: StageView, index: number): ReportedStage => ({
    name: of.name,
    status: stageStatus(view, of),
    ...(of.absence && { reason: describeAbsence(of.absence) }),
    ...facts.stages.get(index),
    steps: of.units.flatMap((unit) => view.units.get(unit)?.instances.map(step) ?? []),
  });
  return {
    name,
    at: view.startedAt,
    durationMs: (view.readyAt ?? now) - view.startedAt,
    outcome: failure ? 'failed' : outcomeOf(view),
    stages: view.stages.map(stage),
    ...(failure && { failure }),
  };
}

function outcomeOf({ outcome, readyAt }: RunView): RunReport['outcome'] {
  if (outcome?.kind === 'failed') return 'failed';
  return readyAt === undefined ? 'interrupted' : 'ready';
}

function verdictOf(view: RunView, instance: InstanceId, section: FailureSection | undefined): Verdict {
  const state = stateOf(view, instance);
  const isOptional = view.units.get(unitOf(instance))?.optional ?? false;
  switch (state.phase) {
    case 'ready':
      return passed(state.by.kind === 'kept' ? 'ready as before' : 'ready');
    case 'completed':
      if (state.tolerated !== undefined) return skipped(`failed, which is allowed: ${state.tolerated.message}`);
      return passed(state.by === 'replay' ? 'cached, nothing to do' : 'exit 0');
    case 'failed': {
      const { failure } = state;
      if (isOptional || section === undefined) return skipped(`failed, which is allowed: ${failure.message}`);
      return { kind: 'failed', failure, section };
    }
    case 'canceled':
      return skipped(`not started: ${state.because}`);
    case 'stopping':
    case 'stopped':
      return view.timelineOf(instance).settledAt === undefined ? skipped(`stopped: ${state.reason}`) : passed('ready');
    case 'pending':
      return skipped(
        `not started: ${waitReason(view, view.holdsOf(instance), undefined) ?? 'the run ended before its turn'}`,
      );
    case 'starting':
    case 'probing':
    case 'running':
      return skipped('not through when the run ended');
    default:
      return state satisfies never;
  }
}

const passed = (note: string): Verdict => ({ kind: 'passed', note });
const skipped = (why: string): Verdict => ({ kind: 'skipped', why });
