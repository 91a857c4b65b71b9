import { formatDuration } from '../../core/duration.ts';
import type { FailureRecord, RunRecord, StageRecord, UnitRecord } from '../../core/run-record.ts';
import type { StageStatus } from '../../core/stage-status.ts';
import { wrapWords } from '../../core/wrap-words.ts';
import { failureLines } from '../failure-lines.ts';
import { glyphOf, type Look, looks, type Tone } from '../glyphs.ts';
import { headlineOf } from '../select/failures.ts';
import type { Theme } from '../theme.ts';
import { commandText, labelIn, outcomeTone, outcomeWord, tookText } from './run-words.ts';

/** How a run is told of. */
interface ExplainOptions {
  readonly theme: Theme;
  /** whether the run still goes on */
  readonly isGoingOn: boolean;
}

const logLines = 10;

/** What a line has room for, also where it goes to a file. */
const columns = 80;

/** A run, stage by stage and unit by unit: what was done and why, when each step was, and what went wrong. Ends with a line break. */
export function explainText(record: RunRecord, options: ExplainOptions): string {
  const blocks = [headLines(record, options), ...stageBlocks(record, options), restLines(record, options)];
  const text = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${text.join('\n\n')}\n`;
}

function headLines(record: RunRecord, { theme, isGoingOn }: ExplainOptions): readonly string[] {
  const { paint } = theme;
  const { id, at, host, files, end } = record;
  const word = outcomeWord(record, isGoingOn);
  const took = end === undefined ? '' : ` after ${tookText(record)}`;
  const from = files.length === 0 ? '' : `, ${files.join(', ')}`;
  return [
    `${paint('strong', `run ${id}`)}  ${commandText(record)}  ${paint(outcomeTone(record, isGoingOn), word + took)}`,
    paint('dim', `${new Date(at).toISOString()}, on ${host}${from}`),
    ...(end === undefined && !isGoingOn
      ? [paint('warn', 'its process was ended before it could say more: this is what it set out to do')]
      : []),
  ];
}

function stageBlocks(record: RunRecord, options: ExplainOptions): readonly (readonly string[])[] {
  const { stages, units } = record;
  if (stages.length === 0) return [unitLines(record, units, options)];
  return stages.map((stage, index) => [
    stageLine(stage, index, options),
    ...unitLines(
      record,
      units.filter((unit) => unit.stage === index),
      options,
    ),
  ]);
}

const stageTones: Readonly<Record<StageStatus, Tone>> = {
  queued: 'dim',
  ongoing: 'busy',
  done: 'good',
  error: 'bad',
  skipped: 'dim',
  canceled: 'dim',
};

function stageLine(
  { name, status, durationMs, reason }: StageRecord,
  index: number,
  { theme }: ExplainOptions,
): string {
  const { paint } = theme;
  const after = durationMs === undefined ? '' : ` after ${formatDuration(durationMs)}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  return `${paint('strong', `stage ${index + 1} ${name}`)}  ${paint(stageTones[status], status)}${paint('dim', after + why)}`;
}

function unitLines(record: RunRecord, units: readonly UnitRecord[], options: ExplainOptions): readonly string[] {
  const width = Math.max(0, ...units.map((unit) => labelIn(record, unit).length));
  return units.flatMap((unit) => {
    const { theme } = options;
    const { paint, paintUnit, glyphs } = theme;
    const look = lookOf(unit);
    const name = labelIn(record, unit);
    const sign = paint(look.tone, glyphOf(look, glyphs));
    const indent = width + 6;
    const steps = stepsText(unit);
    const [did, ...more] = [
      ...wrapWords(didText(unit, record.end !== undefined), columns - indent),
      ...(steps === '' ? [] : [paint('dim', steps)]),
    ];
    return [
      `  ${sign} ${paintUnit(name, name.padEnd(width))}  ${did}`,
      ...more.map((line) => ' '.repeat(indent) + line),
      ...failureOf(record, unit, options),
    ];
  });
}

function lookOf({ status, tolerated }: UnitRecord): Look {
  if (tolerated !== undefined) return { ...looks.failed, tone: 'warn' };
  return status === 'removed' ? looks.stopped : looks[status];
}

const didWords: Readonly<Record<UnitRecord['did'], string>> = {
  keep: 'kept',
  create: 'created',
  recreate: 'recreated',
  start: 'started',
  restart: 'restarted',
  adopt: 'taken over',
  run: 'run',
  remove: 'removed',
  skip: 'skipped',
  stop: 'stopped',
  nothing: 'not started',
};

/** `recreated: environment changed`; where it was only begun, what has become of it; of a run without an end what it meant to do. */
function didText({ did, cause, status, outputs = [] }: UnitRecord, isOver: boolean): string {
  const why = cause === undefined ? '' : `: ${cause}`;
  const became = status === 'pending' || status === 'starting' || status === 'probing' ? `; ${looks[status].word}` : '';
  if (!isOver) return `${did}${why}`;
  return `${didWords[did]}${why}${became}${outputs.length === 0 ? '' : `; outputs: ${outputs.join(', ')}`}`;
}

/** When each of its steps was; nothing of what was left as it is. */
function stepsText({ did, createdMs, startedMs, settledMs, status, kind, exitCode }: UnitRecord): string {
  if (did === 'keep' || did === 'skip') return '';
  const settled = status === 'failed' ? 'failed' : kind === 'job' ? 'ended' : 'ready';
  const steps = [
    ['created', createdMs],
    ['started', startedMs],
    [settled, settledMs],
  ] as const;
  const told = steps.flatMap(([step, ms]) => (ms === undefined ? [] : [`${step} at ${formatDuration(ms)}`]));
  const exit = exitCode === undefined || told.length === 0 ? [] : [`exit ${exitCode}`];
  const texts = [...told, ...exit];
  return texts.join(', ');
}

function failureOf(record: RunRecord, unit: UnitRecord, { theme }: ExplainOptions): readonly string[] {
  const failure = unit.failure ?? unit.tolerated;
  if (failure === undefined) return [];
  const isFirst = record.units.find((one) => one.failure !== undefined) === unit;
  const blocked = record.units.filter(({ did }) => did === 'nothing').map((one) => ({ unit: labelIn(record, one) }));
  const section = { ...sectionOf(failure), instance: unit.instance, name: labelIn(record, unit) };
  const blocks = isFirst ? blocked : [];
  // Its first line says what that of the unit has said.
  const [, ...lines] = failureLines({ ...section, blocks }, [], { theme, logLines, columns: columns - 3 });
  return lines.map((line) => `   ${line}`);
}

function sectionOf({ code, message, hint, exitCode, durationMs, probe, attempt, logs = [] }: FailureRecord) {
  const evidence = { ...(exitCode !== undefined && { exitCode }), ...(durationMs !== undefined && { durationMs }) };
  return {
    headline: headlineOf({ code, evidence }),
    message,
    logs,
    ...(attempt === undefined ? {} : { attempt: attempt.join('/') }),
    ...(probe === undefined ? {} : { probe }),
    ...(hint === undefined ? {} : { hint }),
  };
}

function restLines({ leftOut, warnings, end }: RunRecord, { theme }: ExplainOptions): readonly string[] {
  const { paint } = theme;
  const { failure } = end ?? {};
  return [
    ...(failure === undefined ? [] : [paint('bad', failure.message)]),
    ...(failure?.hint === undefined ? [] : [paint('title', `hint: ${failure.hint}`)]),
    ...warnings.map((warning) => paint('warn', `warning: ${warning}`)),
    ...(leftOut === 0 ? [] : [paint('dim', `… and ${leftOut} more units`)]),
  ];
}
