import type { Problem } from '../core/problem.ts';
import { formatProblems } from '../core/problem-report.ts';
import { type Theme, themeFor } from '../ui/theme.ts';
import type { Shell } from './shell.ts';

/** The theme of what is written to standard output. */
export const outTheme = ({ stdout, host }: Shell): Theme =>
  themeFor({ environment: host.environment, isTTY: stdout.isTTY });

/** The theme of what is written to standard error. */
export const errorTheme = ({ stderr, host }: Shell): Theme =>
  themeFor({ environment: host.environment, isTTY: stderr.isTTY });

/** Shows warnings where they disturb no data. */
export function warn(problems: readonly Problem[], shell: Shell): void {
  const text = formatProblems(problems, { color: errorTheme(shell).colorLevel > 0 });
  if (text !== '') shell.stderr.write(`${text}\n`);
}
