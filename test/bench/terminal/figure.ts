import { inColumns } from '../columns.ts';

/** One number that was measured, of one program. */
export interface Figure {
  readonly what: string;
  readonly who: string;
  /** NaN where it can not be told */
  readonly value: number;
  readonly unit: string;
  /** the most that it is meant to be */
  readonly limit?: number;
  /** the least that it is meant to be */
  readonly least?: number;
}

const headings = ['measured', 'who', 'value', 'unit', 'limit', ''] as const;

/** Whether a figure is what it is meant to be; undefined where that is not said, or it could not be told. */
export function kept({ value, limit, least }: Figure): boolean | undefined {
  if (Number.isNaN(value) || (limit === undefined && least === undefined)) return undefined;
  return value <= (limit ?? Number.POSITIVE_INFINITY) && value >= (least ?? Number.NEGATIVE_INFINITY);
}

function cells(figure: Figure): readonly string[] {
  const { what, who, value, unit, limit, least } = figure;
  const bounds = [limit === undefined ? '' : `≤ ${number(limit)}`, least === undefined ? '' : `≥ ${number(least)}`];
  const verdict = { true: 'kept', false: 'MISSED', undefined: '' }[`${kept(figure)}`];
  return [what, who, number(value), unit, bounds.join(''), verdict];
}

function number(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(value < 10 ? 2 : value < 1000 ? 1 : 0);
}

/** Figures as a table, each in its own unit. */
export const figureTable = (figures: readonly Figure[]): string =>
  inColumns([headings, ...figures.map(cells)], new Set([2]));
