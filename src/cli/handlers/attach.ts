import { attach as startRun } from '../../run/attach.ts';
import { systemClock } from '../../run/system-clock.ts';
import { usualPolicy } from '../../run/up-policy.ts';
import { chooseFace } from '../choose-face.ts';
import type { Handler, Options } from '../command.ts';
import { lazyDesk } from '../desk/lazy-desk.ts';
import { exitCodeOf, followRun } from '../follow-run.ts';
import { engineWith } from '../open-engine.ts';
import { openFace } from '../open-face.ts';
import { warn } from '../out.ts';
import type { Shell } from '../shell.ts';
import { readStack } from '../stack.ts';

/** Lines that are shown of each unit from before. */
const linesBefore = 1000;

/** Shows a stack that is there, and leaves it as it is; a signal only ends the showing. */
export const attach: Handler = async ({ args, options }, shell) =>
  await watchStack(args, options, shell, chooseFace(options, shell, true) !== 'quiet');

/** The same, with or without the lines of its units. */
export async function watchStack(
  args: readonly string[],
  options: Options,
  shell: Shell,
  withLogs: boolean,
): Promise<number> {
  const selection = { units: args, alone: true };
  const { engine, stack } = await engineWith(shell, () => readStack(options, selection, shell));
  warn(stack.warnings, shell);
  const name = chooseFace(options, shell, true);
  const policy = usualPolicy;
  const desk = lazyDesk({ engine, stack, options, selection, policy, run: () => run }, shell);
  const face = await openFace({ name, attached: true, options, send: (intent) => run.send(intent), desk }, shell);
  const run = startRun({
    engine,
    clock: systemClock,
    holder: { command: 'attach', host: shell.host.name, process: shell.host.process, since: systemClock.now() },
    observer: (event, view) => face.event(event, view),
    plan: stack.plan,
    unitNames: new Set(stack.manifest.units.keys()),
    stay: 'until-left',
    followLogs: () => withLogs,
    linesBefore,
    policy,
  });
  try {
    return exitCodeOf(await followRun(run, face, () => run.send({ type: 'detach' }), shell));
  } finally {
    engine.close();
  }
}
