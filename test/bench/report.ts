import { inColumns } from './columns.ts';
import type { Machine } from './machine.ts';
import { promisesOf } from './promises.ts';
import type { Results, Trouble } from './results.ts';
import { type Line, linesOf } from './summary.ts';
import { type Figure, figureTable, kept } from './terminal/figure.ts';

/** What was asked for, beside what came of it. */
export interface Circumstances {
  readonly machine: Machine;
  readonly runs: number;
  readonly rivalRuns: number;
  /** whether it was ended before it was through */
  readonly interrupted: boolean;
}

const headings = [
  ['case', 'who', 'runs', 'median', 'min', 'max', 'times', 'times', 'CPU', 'peak'],
  ['', '', '', 'ms', 'ms', 'ms', 'ideal', 'devstack', 's', 'MB'],
] as const;

const legend = `
Times are from the start of a program to its end, ratios those of medians; CPU and peak memory are
medians too, of the program and all that it starts, without the engine.
ideal: raw calls to the engine for the same, in the best order. anew: with nothing remembered.
again: nothing has changed since.
`;

/** The results for people: what was measured, the limits, and what could not be measured. */
export function reportOf(results: Results, { machine }: Circumstances): string {
  const lines = linesOf(results.rows);
  const figures = [...promisesOf(lines), ...results.figures];
  const missed = figures.filter((figure) => kept(figure) === false).length;
  const parts = [
    machineLine(machine),
    lines.length === 0 ? '' : table(lines) + legend,
    figures.length === 0 ? '' : figureTable(figures),
    missed === 0 ? '' : `${missed} of ${figures.filter((figure) => kept(figure) !== undefined).length} limits missed\n`,
    troubles('failed', results.failed),
    troubles('left out', results.leftOut),
  ];
  return parts.filter(Boolean).join('\n');
}

/** The results for programs: the same, with every sample. What could not be told is null. */
export function jsonOf(results: Results, { machine, runs, rivalRuns, interrupted }: Circumstances): string {
  const lines = linesOf(results.rows);
  const figures = [...promisesOf(lines), ...results.figures];
  const judged = (figure: Figure) => ({ ...figure, kept: kept(figure) });
  const { failed, leftOut } = results;
  const all = { machine, runs, rivalRuns, interrupted, lines, figures: figures.map(judged), failed, leftOut };
  return `${JSON.stringify(all, null, 2)}\n`;
}

function machineLine({ date, devstack, node, cores, cpu, engine, compose }: Machine): string {
  const parts = [
    `devstack ${devstack}`,
    `Node ${node}`,
    engine ? `engine ${engine.version}` : 'no engine',
    compose === null ? 'no compose' : `compose ${compose}`,
  ];
  return `${parts.join(', ')}; ${date}\n${cores} cores${cpu && `, ${cpu}`}\n`;
}

const table = (lines: readonly Line[]): string =>
  inColumns([...headings, ...lines.map(cells)], new Set(headings[0].keys().drop(2)));

function cells({ what, who, runs, wallMs, timesIdeal, timesDevstack, cpuSeconds, peakBytes }: Line): readonly string[] {
  const times = [wallMs.median, wallMs.min, wallMs.max].map((ms) => fixed(ms, 0));
  const ratios = [timesIdeal, timesDevstack].map((ratio) => (ratio === undefined ? '' : fixed(ratio, 2)));
  return [what, who, String(runs), ...times, ...ratios, fixed(cpuSeconds, 2), fixed(peakBytes / 1e6, 0)];
}

const fixed = (value: number, digits: number): string => (Number.isNaN(value) ? '–' : value.toFixed(digits));

function troubles(heading: string, all: readonly Trouble[]): string {
  if (all.length === 0) return '';
  const lines = all.map(({ what, why }) => `  ${what}: ${why.replaceAll('\n', '\n    ')}\n`);
  return `${heading}:\n${lines.join('')}`;
}
