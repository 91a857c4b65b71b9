import { exitCodes } from '../../core/failure.ts';
import { listen } from '../../core/witness.ts';
import type { Shell } from '../shell.ts';
import { withCopy, witnessed } from './witnessed.ts';

/**
 * Carries out a command that only reads files, and leaves a receipt of what it has said, for as long as they stay as they
 * are. What it says is kept, so that it must not be secret.
 */
export async function rememberAnswer(shell: Shell, carryOut: (shell: Shell) => Promise<number>): Promise<number> {
  const { call } = shell;
  if (call === undefined) return await carryOut(shell);
  return await witnessed(call, {
    testimony: listen(),
    run: (written) => carryOut(withCopy(shell, written)),
    changedNothing: (exitCode) => exitCode === exitCodes.ok,
  });
}
