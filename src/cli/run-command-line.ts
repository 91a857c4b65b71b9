import { DevstackError, exitCodes } from '../core/failure.ts';
import type { Options } from './command.ts';
import { commands } from './commands.ts';
import { formatFailure } from './error-report.ts';
import { errorTheme } from './out.ts';
import { parse } from './parse.ts';
import type { Shell } from './shell.ts';

function colorsOf({ color, ansi }: Options): Shell['colors'] {
  if (color === false || ansi === 'never') return 'never';
  return ansi === 'always' ? 'always' : undefined;
}

/** Does what a command line says and resolves to the exit code. Only bugs are thrown. */
export async function runCommandLine(argv: readonly string[], shell: Shell): Promise<number> {
  const parsed = parse(argv, commands, shell.version);
  switch (parsed.kind) {
    case 'print':
      shell.stdout.write(parsed.text);
      return exitCodes.ok;
    case 'empty':
      shell.stderr.write(parsed.help);
      return exitCodes.usage;
    case 'wrong':
      shell.stderr.write(formatFailure(parsed.failure, errorTheme(shell)));
      return exitCodes.usage;
    case 'run':
      break;
  }
  try {
    const handle = await parsed.command.load();
    return await handle(parsed.invocation, { ...shell, colors: colorsOf(parsed.invocation.options) });
  } catch (error) {
    if (!(error instanceof DevstackError) || error.failure.family === 'bug') throw error;
    shell.stderr.write(formatFailure(error.failure, errorTheme(shell)));
    return error.exitCode;
  }
}
