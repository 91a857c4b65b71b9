import { formatDuration } from '../../core/duration.ts';
import type { StageStatus } from '../../core/stage-status.ts';
import { stripped } from '../sanitize.ts';
import { headlineOf } from '../select/failures.ts';
import type { ReportedStage, ReportedStep, RunReport } from './run-report.ts';

/** Where such texts are shown, there is room for a few failures and little else. */
const [mostFailures, mostRows, mostLogLines, longestLine] = [10, 200, 20, 500];

/** The steps of a run as a table in GitHub's Markdown, and what failed with its last lines. */
export function markdownSummary(report: RunReport): string {
  const rows = report.stages.flatMap((stage, index) => stageRows(stage, index));
  const hidden = rows.length - mostRows;
  const table = [
    '| | stage | unit | came to | took |',
    '|---|---|---|---|---:|',
    ...rows.slice(0, mostRows),
    ...(hidden > 0 ? [`| | | | … and ${hidden} more | |`] : []),
  ];
  const blocks = [headline(report), ...(rows.length === 0 ? [] : [table.join('\n')]), ...failures(report)];
  return `${blocks.join('\n\n')}\n`;
}

/** How a command that was run against a stack ended, in a line. */
export function commandMarkdown(name: string, exitCode: number, durationMs: number): string {
  const [sign, end] = exitCode === 0 ? ['✓', 'passed'] : ['✗', `ended with exit code ${exitCode}`];
  return `### ${sign} ${escaped(name)} ${end} after ${formatDuration(durationMs)}\n`;
}

function headline({ name, outcome, durationMs, stages }: RunReport): string {
  const steps = stages.flatMap((stage) => stage.steps);
  const good = steps.filter(({ verdict }) => verdict.kind === 'passed').length;
  const count = steps.length === 0 ? '' : ` (${good} of ${steps.length} ready)`;
  const took = formatDuration(durationMs);
  switch (outcome) {
    case 'ready':
      return `### ✓ ${escaped(name)} is ready after ${took}${count}`;
    case 'failed':
      return `### ✗ ${escaped(name)} failed after ${took}${count}`;
    case 'interrupted':
      return `### ■ ${escaped(name)} was stopped after ${took}, before it was ready${count}`;
  }
}

function stageRows(stage: ReportedStage, index: number): readonly string[] {
  const { name, status, reason, durationMs } = stage;
  const units = stage.steps.map(stepRow);
  if (name === '') return units;
  const came = reason === undefined ? status : `${status}: ${reason}`;
  return [row(signOf(status), `${index + 1} ${name}`, '', came, durationMs), ...units];
}

function stepRow({ name, verdict, durationMs }: ReportedStep): string {
  switch (verdict.kind) {
    case 'passed':
      return row('✓', '', name, verdict.note, durationMs);
    case 'skipped':
      return row('–', '', name, verdict.why, durationMs);
    case 'failed': {
      const { code, evidence } = verdict.failure;
      // Its duration has a column of its own.
      const { durationMs: _, ...rest } = evidence ?? {};
      return row('✗', '', name, headlineOf({ code, evidence: rest }), durationMs);
    }
  }
}

function row(sign: string, stage: string, unit: string, came: string, durationMs: number | undefined): string {
  const took = durationMs === undefined ? '' : formatDuration(durationMs);
  return `| ${sign} | ${escaped(stage)} | ${escaped(unit)} | ${escaped(came)} | ${took} |`;
}

function signOf(status: StageStatus): string {
  switch (status) {
    case 'done':
      return '✓';
    case 'error':
      return '✗';
    case 'queued':
    case 'ongoing':
    case 'skipped':
    case 'canceled':
      return '–';
    default:
      return status satisfies never;
  }
}

function failures({ stages, failure }: RunReport): readonly string[] {
  const own = failure === undefined ? [] : [told('stack', failure.message, failure.hint, failure.evidence?.logs ?? [])];
  const ofUnits = stages
    .flatMap(({ steps }) => steps)
    .flatMap(({ name, verdict }) => {
      if (verdict.kind !== 'failed') return [];
      const { message, hint, logs, probe } = verdict.section;
      return [told(name, message, hint, probe === undefined ? logs : [...logs, `probe: ${probe}`])];
    });
  return [...own, ...ofUnits].slice(0, mostFailures);
}

function told(name: string, message: string, hint: string | undefined, logs: readonly string[]): string {
  const advice = hint === undefined ? '' : `  \nhint: ${escaped(hint)}`;
  const lines = logs.slice(-mostLogLines).map((line) => stripped(line).slice(0, longestLine));
  // A log may hold a fence of its own.
  const longest = Math.max(2, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const block = lines.length === 0 ? [] : [[`${fence}text`, ...lines, fence].join('\n')];
  return [`**${escaped(name)}**: ${escaped(message)}${advice}`, ...block].join('\n\n');
}

/** A text in one line that Markdown changes nothing of. */
const escaped = (text: string): string =>
  text
    .split('\n')
    .map((line) => stripped(line))
    .join(' ')
    .replaceAll(/[\\`*_[\]<>|~#]/g, (sign) => `\\${sign}`);
