/** Cells in columns as wide as their widest: texts to the left, numbers to the right. */
export function inColumns(lines: readonly (readonly string[])[], numbers: ReadonlySet<number>): string {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const shown = lines.map((line) =>
    line.map((cell, column) =>
      numbers.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    ),
  );
  return `${shown.map((line) => line.join('  ').trimEnd()).join('\n')}\n`;
}
