import type { Intent } from '../../core/event.ts';
import { systemClock } from '../../run/system-clock.ts';
import { up as startRun, type UpOptions } from '../../run/up.ts';
import { chooseFace } from '../choose-face.ts';
import type { FaceName, Handler } from '../command.ts';
import { exitCodeOf, followRun, ladderOf } from '../follow-run.ts';
import { openEngine } from '../open-engine.ts';
import { openFace } from '../open-face.ts';
import { warn } from '../out.ts';
import { readStack } from '../stack.ts';

/** The full screen stays until it is left, so that what failed can be looked at; lines end with what they tell of. */
function lastingOf(face: FaceName, attached: boolean): UpOptions['stay'] {
  if (!attached) return 'no';
  return face === 'tui' ? 'until-left' : 'while-running';
}

/** Brings the stack up, and stays with it unless it is to be detached. */
export const up: Handler = async (invocation, shell) => {
  const { options } = invocation;
  const { manifest, plan, warnings } = await readStack(invocation, shell);
  warn(warnings, shell);

  const engine = await openEngine(shell);
  const attached = options.detach !== true;
  const name = chooseFace(options, shell);
  const ladder = ladderOf((intent) => run.send(intent), shell);
  const send = (intent: Intent): void => (intent.type === 'detach' ? run.send(intent) : ladder('SIGINT'));
  const face = await openFace({ name, attached, options, send }, shell);
  const run = startRun({
    engine,
    clock: systemClock,
    holder: { command: 'up', host: shell.host.name, process: shell.host.process, since: systemClock.now() },
    observer: (event, view) => face.event(event, view),
    plan,
    unitNames: new Set(manifest.units.keys()),
    stay: lastingOf(name, attached),
    followLogs: attached && name !== 'quiet',
  });
  try {
    return exitCodeOf(await followRun(run, face, ladder, shell));
  } finally {
    engine.close();
  }
};
