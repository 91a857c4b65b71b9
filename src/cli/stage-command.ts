import { DevstackError, exitCodes } from '../core/failure.ts';
import type { Changed } from './change-manifest.ts';
import type { Invocation } from './command.ts';
import type { Shell } from './shell.ts';

/** The failure of a command line that makes no sense. */
export const usage = (message: string, hint: string): DevstackError =>
  new DevstackError({ code: 'usage', family: 'usage', message, hint });

/** The stage or unit that is meant: an argument or, as pipelines have it, what stands after `-n`. */
export function nameOf({ args: [argument], options: { name } }: Invocation, what: 'stage' | 'unit'): string {
  const [given, other] = [argument, name].filter((text) => text !== undefined);
  if (given === undefined || given === '') throw usage(`no ${what} is named`, `name it: an argument, or after -n`);
  if (other !== undefined) throw usage(`two ${what}s are named: "${given}" and "${other}"`, 'name one');
  return given;
}

/** Says what was done, or that there was nothing to do. */
export function tell(done: string, already: string, { written }: Changed, shell: Shell): number {
  const where = written.map((path) => `"${path}"`).join(' and ');
  shell.stdout.write(written.length === 0 ? `${already}: nothing was changed\n` : `${done}, in ${where}\n`);
  return exitCodes.ok;
}
