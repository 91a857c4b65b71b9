import { median, type Sample } from './measure.ts';

/** All samples of one contestant in one case. */
export interface Row {
  readonly what: string;
  readonly who: string;
  readonly samples: readonly Sample[];
  /** of the stack, where the cost of each is what is asked for */
  readonly units?: number;
}

const headings = [
  'case',
  'who',
  'runs',
  'median ms',
  'min',
  'max',
  '× ideal',
  'CPU s',
  'CPU ms/unit',
  'peak MB',
] as const;

/** The rows as a table; ratios are of medians, to the ideal of the same case. */
export function table(rows: readonly Row[]): string {
  const idealOf = new Map(rows.filter(({ who }) => who === 'ideal').map(({ what, samples }) => [what, wall(samples)]));
  const lines = [headings, ...rows.map((row) => cells(row, idealOf.get(row.what)))];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const shown = lines.map((line) =>
    line.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))),
  );
  return `${shown.map((line) => line.join('  ')).join('\n')}\n`;
}

function cells({ what, who, samples, units }: Row, ideal: number | undefined): readonly string[] {
  const walls = samples.map(({ wallMs }) => wallMs);
  const ratio = ideal === undefined ? '' : (wall(samples) / ideal).toFixed(2);
  const cpuSeconds = median(samples.map((sample) => sample.cpuSeconds));
  const perUnit = units === undefined ? '' : ((cpuSeconds * 1000) / units).toFixed(2);
  const peak = (median(samples.map(({ peakBytes }) => peakBytes)) / 1e6).toFixed(0);
  const numbers = [wall(samples), Math.min(...walls), Math.max(...walls)].map((ms) => ms.toFixed(0));
  return [what, who, String(samples.length), ...numbers, ratio, cpuSeconds.toFixed(2), perUnit, peak];
}

const wall = (samples: readonly Sample[]): number => median(samples.map(({ wallMs }) => wallMs));
