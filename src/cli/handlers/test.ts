import { randomBytes } from 'node:crypto';
import type { Handler } from '../command.ts';
import { formatFailure } from '../error-report.ts';
import { findProgram } from '../isolated/find-program.ts';
import { testWith } from '../isolated/test-with.ts';
import { engineWith } from '../open-engine.ts';
import { errorTheme, warn } from '../out.ts';
import { readIsolated } from '../stack.ts';

/** Runs a command against a stack of its own, which is removed whatever happens. */
export const test: Handler = async ({ args, options }, shell) => {
  const [name = '', ...rest] = args[0] === '--' ? args.slice(1) : args;
  const program = await findProgram(name, shell.host.environment.PATH ?? '', shell.folder);
  if (!program.ok) {
    shell.stderr.write(formatFailure(program.reason.failure, errorTheme(shell)));
    return program.reason.exitCode;
  }
  const id = randomBytes(4).toString('hex');
  const { engine, stack } = await engineWith(shell, () =>
    readIsolated(options, { through: options.through }, id, shell),
  );
  try {
    warn(stack.warnings, shell);
    return await testWith({ file: program.value, args: rest }, engine, stack, options, shell);
  } finally {
    engine.close();
  }
};
