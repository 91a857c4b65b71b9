import { DevstackError, exitCodes } from '../../core/failure.ts';
import type { Handler } from '../command.ts';
import { isShellName, scripts } from '../completion/scripts.ts';

/** Prints the completion script of a shell. */
export const completion: Handler = async ({ args: [name = ''] }, shell) => {
  if (!isShellName(name)) {
    throw new DevstackError({
      code: 'usage',
      family: 'usage',
      message: `there is no completion for "${name}"`,
      hint: `name one of ${Object.keys(scripts).join(', ')}`,
    });
  }
  shell.stdout.write(scripts[name]);
  return exitCodes.ok;
};
