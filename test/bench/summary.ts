import { median, type Sample } from './measure.ts';
import type { Row } from './results.ts';

/** What the runs of one contestant in one case come to: medians, and their ratios to those of others. */
export interface Line {
  readonly what: string;
  readonly who: string;
  readonly runs: number;
  readonly wallMs: { readonly median: number; readonly min: number; readonly max: number };
  /** its median over that of the ideal in the same case */
  readonly timesIdeal?: number;
  /** its median over that of devstack in the same case, of who is compared with it */
  readonly timesDevstack?: number;
  /** median, s; NaN where it can not be told, as all that follows */
  readonly cpuSeconds: number;
  readonly cpuMsPerUnit?: number;
  /** median, bytes */
  readonly peakBytes: number;
  readonly samples: readonly Sample[];
}

/** One line for each contestant of each case. */
export function linesOf(rows: readonly Row[]): readonly Line[] {
  const medianOf = (what: string, who: string): number | undefined => {
    const row = rows.find((other) => other.what === what && other.who === who);
    return row && wall(row.samples);
  };
  return rows.map((row) => {
    const { what, who, samples } = row;
    const ideal = medianOf(what, 'ideal');
    const devstack = who === 'ideal' || who === 'devstack' ? undefined : medianOf(what, 'devstack');
    return {
      ...plainLine(row),
      ...(ideal !== undefined && { timesIdeal: wall(samples) / ideal }),
      ...(devstack !== undefined && { timesDevstack: wall(samples) / devstack }),
    };
  });
}

function plainLine({ what, who, samples, units }: Row): Line {
  const walls = samples.map(({ wallMs }) => wallMs);
  const cpuSeconds = medianOfTold(samples.map((sample) => sample.cpuSeconds));
  return {
    what,
    who,
    runs: samples.length,
    wallMs: { median: median(walls), min: Math.min(...walls), max: Math.max(...walls) },
    cpuSeconds,
    ...(units !== undefined && { cpuMsPerUnit: (cpuSeconds * 1000) / units }),
    peakBytes: medianOfTold(samples.map(({ peakBytes }) => peakBytes)),
    samples,
  };
}

const wall = (samples: readonly Sample[]): number => median(samples.map(({ wallMs }) => wallMs));

const medianOfTold = (values: readonly number[]): number => median(values.filter((value) => !Number.isNaN(value)));
