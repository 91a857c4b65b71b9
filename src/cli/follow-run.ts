import type { Intent, Outcome } from '../core/event.ts';
import { exitCodes } from '../core/failure.ts';
import type { Face } from '../core/run-view.ts';
import type { Run } from '../run/session.ts';
import type { Shell, StopSignal } from './shell.ts';
import { climb, type Rung, type Unwatched } from './signal-ladder.ts';

/** The exit code that an outcome stands for. */
export function exitCodeOf(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'ready':
    case 'created':
    case 'detached':
      return exitCodes.ok;
    case 'exited':
      return outcome.exitCode;
    case 'failed':
      return exitCodes.unit;
    case 'stopped':
      if (!outcome.wasReady) return exitCodes.interrupted;
      return outcome.complete ? exitCodes.ok : exitCodes.teardown;
  }
}

/** Takes each signal, or each Ctrl-C of a face, one rung up the ladder of this run. */
export function ladderOf(
  send: (intent: Intent) => void,
  shell: Shell,
  unwatched?: Unwatched,
): (signal: StopSignal) => void {
  let rung: Rung = 'running';
  return (signal) => {
    const step = climb(rung, signal, unwatched);
    rung = step.rung;
    switch (step.does) {
      case 'nothing':
        return;
      case 'leave':
        return shell.leave(exitCodes.interrupted);
      case 'stop':
      case 'kill':
      case 'detach':
        return send({ type: step.does });
    }
  };
}

/** Waits for the end of a run with its face open, and gives the terminal back whatever happens. */
export async function followRun(
  { done, view }: Run,
  face: Face,
  ladder: (signal: StopSignal) => void,
  shell: Shell,
): Promise<Outcome> {
  const release = shell.onSignal(ladder);
  shell.onCrash(() => face.close(view));
  try {
    return await done;
  } finally {
    await face.close(view);
    release();
  }
}
