import { DevstackError } from '../core/failure.ts';
import { type FaceName, faceNames, type Options } from './command.ts';
import type { Shell } from './shell.ts';

const fewestColumns = 20;

/** How a run is shown where nobody says it: on a terminal that a person sits at as a full screen, else as lines. */
export function chooseFace(
  options: Options,
  { stdin, stdout, host: { environment } }: Shell,
  attached: boolean,
): FaceName {
  const ui = options.ui ?? faceOf(options.progress);
  const isTerminal = stdin.isTTY && stdout.isTTY;
  if (ui === 'tui' && !isTerminal) {
    throw new DevstackError({
      code: 'usage',
      family: 'usage',
      message: '"--ui tui" needs a terminal for input and output',
      hint: 'leave it out, or use "--ui plain"',
    });
  }
  if (ui !== undefined) return ui;
  const isAttended =
    isTerminal && stdout.columns >= fewestColumns && environment.TERM !== 'dumb' && !isOn(environment.CI);
  return isAttended && attached ? 'tui' : 'plain';
}

/** Compose's own names of the faces. */
function faceOf(progress: string | undefined): FaceName | undefined {
  if (progress === 'tty') return 'tui';
  return faceNames.find((name) => name === progress);
}

const isOn = (value: string | undefined): boolean => value !== undefined && !['', '0', 'false'].includes(value);
