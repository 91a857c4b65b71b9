/** One number that was measured, of one program. */
export interface Figure {
  readonly what: string;
  readonly who: string;
  readonly value: number;
  readonly unit: string;
  /** what it is meant to stay under */
  readonly limit?: number;
}

const headings = ['case', 'who', 'value', 'unit', 'limit'] as const;

function cells({ what, who, value, unit, limit }: Figure): readonly string[] {
  const shown = Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);
  return [what, who, shown, unit, limit === undefined ? '' : `≤ ${limit}${value > limit ? '  MISSED' : ''}`];
}

/** Figures as a table, each in its own unit. */
export function figureTable(figures: readonly Figure[]): string {
  const lines = [headings, ...figures.map(cells)];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const shown = lines.map((line) =>
    line.map((cell, column) => (column === 2 ? cell.padStart(widths[2] ?? 0) : cell.padEnd(widths[column] ?? 0))),
  );
  return `${shown.map((line) => line.join('  ').trimEnd()).join('\n')}\n`;
}
