import type { Intent } from '../../core/event.ts';
import type { Follow } from '../../run/reset/ready-again.ts';
import type { SessionOptions } from '../../run/session.ts';
import { chooseFace } from '../choose-face.ts';
import type { Options } from '../command.ts';
import { ladderOf } from '../follow-run.ts';
import { openFace } from '../open-face.ts';
import type { Shell, StopSignal } from '../shell.ts';

/** Takes the signals of one phase of a test after the other. */
export interface Signals {
  take(signal: StopSignal): void;
}

/** Shows the runs of a test, each to its end, where they do not mix with what its program writes; signals are theirs meanwhile. */
export function followRuns(
  signals: Signals,
  options: Options,
  shell: Shell,
  observer: SessionOptions['observer'],
): Follow {
  const onStderr: Shell = { ...shell, stdout: shell.stderr };
  const name = chooseFace(options, onStderr, false);
  return async (begin) => {
    const send = (intent: Intent): void => run.send(intent);
    const face = await openFace({ name, attached: false, options, isPassing: true, send }, onStderr);
    const run = begin((event, view) => {
      face.event(event, view);
      observer(event, view);
    });
    const ladder = ladderOf((intent) => run.send(intent), shell);
    const before = signals.take;
    // A terminal that closes takes the stack with it, since nobody could find it again.
    signals.take = (signal) => ladder(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    shell.onCrash(() => face.close(run.view));
    try {
      return await run.done;
    } finally {
      await face.close(run.view);
      // A run that has ended would swallow what comes from now on.
      signals.take = before;
    }
  };
}
