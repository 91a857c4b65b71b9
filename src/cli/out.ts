import type { Problem } from '../core/problem.ts';
import { formatProblems } from '../core/problem-report.ts';
import { type Theme, themeFor } from '../ui/theme.ts';
import type { Shell } from './shell.ts';

/** The theme of what is written to standard output. */
export const outTheme = (shell: Shell): Theme =>
  themeFor({ environment: environmentOf(shell), isTTY: shell.stdout.isTTY });

/** The theme of what is written to standard error. */
export const errorTheme = (shell: Shell): Theme =>
  themeFor({ environment: environmentOf(shell), isTTY: shell.stderr.isTTY });

/** What the command line says of colours goes over what the environment says. */
function environmentOf({ host: { environment }, colors }: Shell): Shell['host']['environment'] {
  switch (colors) {
    case 'never':
      return { ...environment, NO_COLOR: '1', FORCE_COLOR: undefined };
    case 'always':
      return { ...environment, NO_COLOR: undefined, FORCE_COLOR: '1' };
    case undefined:
      return environment;
  }
}

/** Tells something where it disturbs no data. */
export function note(message: string, shell: Shell): void {
  shell.stderr.write(`${errorTheme(shell).paint('dim', `note: ${message}`)}\n`);
}

/** Shows warnings where they disturb no data. */
export function warn(problems: readonly Problem[], shell: Shell): void {
  const text = formatProblems(problems, { color: errorTheme(shell).colorLevel > 0 });
  if (text !== '') shell.stderr.write(`${text}\n`);
}
