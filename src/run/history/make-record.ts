import type { Failure } from '../../core/failure.ts';
import type { FailureRecord, RunEnd, RunRecord, StageRecord, UnitRecord } from '../../core/run-record.ts';
import type { RunView, UnitView } from '../../core/run-view.ts';
import { stageStatus } from '../../core/stage-status.ts';
import type { InstanceId, UnitState } from '../../core/unit-state.ts';
import { describeAbsence } from '../../plan/describe-plan.ts';
import type { RunFacts } from './run-facts.ts';

/** Every `up` reads the whole memory: what is kept of a run stays small, whatever the size of the stack. */
const most = { units: 100, logLines: 10, failuresWithLogs: 5, warnings: 5, names: 20, text: 400 } as const;

/** What of a record is known from its beginning. */
export type RecordHead = Pick<RunRecord, 'id' | 'command' | 'named' | 'files' | 'host' | 'process' | 'at'>;

/** What there is to keep of a run now. `mask` hides sensitive values: what was told before they were known may hold them. */
export function makeRecord(
  head: RecordHead,
  view: RunView,
  facts: RunFacts,
  mask: (text: string) => string,
  end?: RunEnd,
): RunRecord {
  const all = unitRecords(head, view, facts);
  const units = fitting(all).map((unit) => compact<UnitRecord>(unit));
  const record: RunRecord = {
    version: 1,
    ...head,
    named: head.named.slice(0, most.names),
    files: head.files.slice(0, most.names),
    ...(end && { end }),
    stages: stageRecords(view, facts),
    units: withFewLogs(units),
    leftOut: all.length - units.length,
    warnings: facts.warnings.slice(-most.warnings),
  };
  return maskedRecord(record, mask);
}

/** A record without sensitive values, also those that have come to be known since it was made. */
export const maskedRecord = (record: RunRecord, mask: (text: string) => string): RunRecord =>
  JSON.parse(JSON.stringify(record), (_, value) => kept(value, mask));

/** Texts masked and short, durations in whole ms. */
function kept(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return short(mask(value));
  return typeof value === 'number' ? Math.round(value) : value;
}

const short = (text: string): string => (text.length <= most.text ? text : `${text.slice(0, most.text - 1)}…`);

/** What went wrong and what was done comes before what was left as it is. */
function fitting(units: readonly Loose<UnitRecord>[]): readonly Loose<UnitRecord>[] {
  if (units.length <= most.units) return units;
  const rank = ({ failure, did }: Loose<UnitRecord>): number =>
    failure ? 0 : did === 'keep' || did === 'skip' ? 2 : 1;
  const kept = new Set(units.toSorted((one, other) => rank(one) - rank(other)).slice(0, most.units));
  return units.filter((unit) => kept.has(unit));
}

function withFewLogs(units: readonly UnitRecord[]): readonly UnitRecord[] {
  const withLogs = units.filter(({ failure }) => failure?.logs !== undefined).slice(most.failuresWithLogs);
  return units.map((unit) => {
    if (unit.failure === undefined || !withLogs.includes(unit)) return unit;
    const { logs: _, ...failure } = unit.failure;
    return { ...unit, failure };
  });
}

function stageRecords(view: RunView, facts: RunFacts): readonly StageRecord[] {
  return view.stages.flatMap((stage, index) => {
    if (stage.name === '') return [];
    const absence = stage.absence && { reason: describeAbsence(stage.absence) };
    return [{ name: stage.name, status: stageStatus(view, stage), ...absence, ...facts.stages.get(index) }];
  });
}

function unitRecords(head: RecordHead, view: RunView, facts: RunFacts): readonly Loose<UnitRecord>[] {
  const known = view.stages
    .flatMap(({ units }) => units.flatMap((name) => view.units.get(name) ?? []))
    .flatMap((unit) => unit.instances.flatMap((instance) => unitRecord(head, view, facts, unit, instance) ?? []));
  const seen = new Set(known.map(({ instance }) => instance));
  const orphans = [...facts.steps.values()].flatMap(({ instance, action, cause }): readonly UnitRecord[] =>
    action === 'remove' && !seen.has(instance)
      ? [{ instance, kind: 'service', stage: 0, did: 'remove', cause, status: 'removed' }]
      : [],
  );
  return [...known, ...orphans];
}

function unitRecord(
  { at }: RecordHead,
  view: RunView,
  facts: RunFacts,
  { kind, stage }: UnitView,
  instance: InstanceId,
): Loose<UnitRecord> | undefined {
  const state = view.states.get(instance) ?? { phase: 'pending', preparation: 'none' };
  const isRemoved = facts.removed.has(instance);
  const step = facts.steps.get(instance);
  // A stop has nothing to do with what does not run.
  const isAsBefore = state.phase === 'pending' || (state.phase === 'stopped' && !facts.stopped.has(instance));
  if (step === undefined && isAsBefore && !isRemoved) return undefined;
  const { createdAt, startedAt, settledAt } = view.timelineOf(instance);
  const since = (time: number | undefined) => (time === undefined || time < at ? undefined : time - at);
  const exitCode = exitCodeOf(state) ?? facts.exitCodes.get(instance);
  return {
    instance,
    kind,
    stage,
    ...doneWith(state, step, isRemoved),
    status: isRemoved ? 'removed' : state.phase,
    createdMs: since(createdAt),
    startedMs: since(startedAt),
    settledMs: since(settledAt),
    durationMs: state.phase === 'completed' && state.by !== 'replay' ? state.durationMs : undefined,
    exitCode,
    outputs: state.phase === 'completed' && state.outputs.length > 0 ? state.outputs.slice(0, most.names) : undefined,
    failure:
      state.phase === 'failed' ? failureRecord(state.failure, view.logsOf(instance).last(most.logLines)) : undefined,
    tolerated: state.phase === 'completed' && state.tolerated ? failureRecord(state.tolerated, []) : undefined,
  };
}

type Done = Pick<UnitRecord, 'did'> & { readonly cause: string | undefined };

function doneWith(state: UnitState, step: ReturnType<RunFacts['steps']['get']>, isRemoved: boolean): Done {
  if (state.phase === 'canceled') return { did: 'nothing', cause: state.because };
  if (state.phase === 'completed' && state.by === 'replay') {
    // What was to be seen at its turn may have turned out to be as before.
    return { did: 'skip', cause: step?.action === 'keep' ? step.cause : 'nothing changed since it last ran' };
  }
  if (step !== undefined) return { did: step.action, cause: step.cause };
  if (isRemoved) return { did: 'remove', cause: undefined };
  return { did: 'stop', cause: state.phase === 'stopped' || state.phase === 'stopping' ? state.reason : undefined };
}

function exitCodeOf(state: UnitState): number | undefined {
  if (state.phase === 'failed') return state.failure.evidence?.exitCode;
  if (state.phase !== 'completed' || state.by === 'replay') return undefined;
  return state.tolerated === undefined ? 0 : state.tolerated.evidence?.exitCode;
}

/** A failure as it is kept; `lines` are the last ones of its unit, where the failure itself brings none. */
export function failureRecord(
  { code, message, hint, evidence = {} }: Failure,
  lines: readonly string[],
): FailureRecord {
  const logs = (evidence.logs ?? lines).slice(-most.logLines);
  const { exitCode, probe, attempt, durationMs } = evidence;
  return compact<FailureRecord>({
    code,
    message,
    hint,
    exitCode,
    probe,
    attempt,
    durationMs,
    logs: logs.length > 0 ? logs : undefined,
  });
}

type Loose<Value> = { readonly [Key in keyof Value]: Value[Key] | undefined };

/** The same without keys that have no value. */
const compact = <Value extends object>(value: Loose<Value>): Value =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Value;
