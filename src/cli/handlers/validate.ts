import { exitCodes } from '../../core/failure.ts';
import { formatProblems } from '../../core/problem-report.ts';
import type { Handler } from '../command.ts';
import { outTheme } from '../out.ts';
import { readStack } from '../stack.ts';
import { rememberAnswer } from '../unchanged/remember-answer.ts';

/** Reports all problems of the manifest; errors end in `manifest-invalid`. */
export const validate: Handler = (invocation, shell) => rememberAnswer(shell, (shell) => checked(invocation, shell));

const checked: Handler = async ({ options }, shell) => {
  const { manifest, warnings } = await readStack(options, {}, shell);
  const theme = outTheme(shell);
  shell.stdout.write(formatProblems(warnings, { color: theme.colorLevel > 0 }));
  shell.stdout.write(
    `${theme.paint('good', theme.glyphs.ready)} ${manifest.file}: ${manifest.units.size} units, no errors\n`,
  );
  return exitCodes.ok;
};
