import * as z from 'zod/mini';
import { fail, ok, type Result } from '../../core/result.ts';
import { boolean, read, signal, strings, text } from '../scalars.ts';
import { splitWords } from '../words.ts';
import { compact, variables } from './values.ts';

/** The shell that is meant where it is only said that there is one. */
const usualShell = '/bin/sh';

/** How a unit is run on the host, as a file says it. */
export const process = z.lazy(() =>
  read(
    z.strictObject({
      command: z.optional(z.union([text, strings])),
      working_dir: z.optional(text),
      environment: z.optional(variables),
      shell: z.optional(z.union([boolean, text])),
      stop_signal: z.optional(signal),
    }),
    ({ command, shell, working_dir: workingDir, stop_signal: stopSignal }) => {
      const words = command === undefined ? ok(undefined) : argvOf(command, shell);
      return words.ok ? ok(compact({ command: words.value, workingDir, stopSignal })) : words;
    },
  ),
);

/** A shell takes a command line as it is; without one it is split into words, as everywhere else. */
function argvOf(
  command: string | readonly string[],
  shell: boolean | string | undefined,
): Result<readonly string[], string> {
  const isList = typeof command !== 'string';
  if (shell === undefined || shell === false) {
    const words = isList ? ok(command) : splitWords(command);
    if (!words.ok) return fail(`has a "command" that ${words.reason}`);
    return words.value.length === 0 ? fail('has an empty "command"') : words;
  }
  if (isList) return fail('has a "shell", which takes a "command" that is one text, not a list');
  return ok([shell === true ? usualShell : shell, '-c', command]);
}
