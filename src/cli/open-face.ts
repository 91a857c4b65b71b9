import type { Intent } from '../core/event.ts';
import type { Face } from '../core/run-view.ts';
import { systemClock } from '../run/system-clock.ts';
import { ciMarksOf } from '../ui/lines/ci/ci-marks.ts';
import { jsonFace } from '../ui/lines/json.ts';
import { plainFace } from '../ui/lines/plain.ts';
import { quietFace } from '../ui/lines/quiet.ts';
import type { Desk } from '../ui/screen/desk.ts';
import { type SummaryOptions, summary } from '../ui/summary.ts';
import type { FaceName, Options } from './command.ts';
import { noDesk } from './desk/no-desk.ts';
import { outTheme } from './out.ts';
import type { Shell } from './shell.ts';

/** What a face needs of the command that opens it. */
export interface FaceRequest {
  readonly name: FaceName;
  /** whether the lines of the units are shown */
  readonly attached: boolean;
  readonly options: Options;
  /** the stack is there for a command that follows */
  readonly isPassing?: boolean;
  /** the units that it is about, where that is not all of the stack */
  readonly named?: readonly string[];
  readonly send: (intent: Intent) => void;
  /** what its keys reach beside the run; absent: nothing */
  readonly desk?: Desk;
}

interface FullScreenOptions extends SummaryOptions {
  readonly send: (intent: Intent) => void;
  readonly desk: Desk;
  readonly write: (text: string) => void;
}

/** How this program was called, for the commands that a face advises. */
export function programOf({ file = [], projectName, profile = [] }: Options): string {
  const quoted = (text: string): string => (/^[\w./:@=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  return [
    'devstack',
    ...file.flatMap((path) => ['-f', quoted(path)]),
    ...(projectName === undefined ? [] : ['-p', quoted(projectName)]),
    ...profile.flatMap((name) => ['--profile', quoted(name)]),
  ].join(' ');
}

const logStyleOf = ({ logPrefix = true, timestamps = false }: Options) => ({ prefix: logPrefix, timestamps });

/** Opens a face on this terminal, and on the page of a CI system that has one. The full screen is loaded only here. */
export async function openFace(request: FaceRequest, shell: Shell): Promise<Face> {
  const face = await terminalFace(request, shell);
  const { GITHUB_STEP_SUMMARY: path } = shell.host.environment;
  if (path === undefined || path === '') return face;
  const { withStepSummary } = await import('./step-summary.ts');
  return withStepSummary(face, path, shell);
}

async function terminalFace(
  { name, attached, options, isPassing = false, named = [], send, desk }: FaceRequest,
  shell: Shell,
): Promise<Face> {
  const write = (text: string): void => void shell.stdout.write(text);
  const common = { write, theme: outTheme(shell), program: programOf(options), isPassing, named };
  switch (name) {
    case 'plain':
      return plainFace({ ...common, attached, logStyle: logStyleOf(options), ci: ciMarksOf(shell.host.environment) });
    case 'quiet':
      return quietFace(common);
    case 'json':
      return jsonFace(common);
    case 'tui':
      return fullScreen({ ...common, send, desk: desk ?? noDesk }, shell);
  }
}

async function fullScreen(options: FullScreenOptions, { stdin, stdout, host }: Shell): Promise<Face> {
  const { inkFace } = await import('../ui/ink/ink-face.ts');
  const { theme, send, write, desk } = options;
  // The name that Ink gave it, and that people who use one with other programs know.
  const isRead = host.environment.INK_SCREEN_READER === 'true';
  const screen = inkFace({ stdin, stdout, theme, send, desk, clock: systemClock, isRead });
  return {
    event: (event, view) => screen.event(event, view),
    async close(view) {
      await screen.close(view);
      write(summary(view, options));
    },
  };
}
