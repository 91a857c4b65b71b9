import type { Outcome } from '../core/event.ts';
import { failureOf } from '../core/failure.ts';
import { takeLock } from './project-lock.ts';
import { Interruption, type Session } from './session.ts';

/** What is done under the lock of a project. */
export interface Locked {
  readonly act: () => Promise<Outcome>;
  /** what an interrupt makes of it */
  readonly whenInterrupted: Outcome;
}

/**
 * A run from its beginning to its end that has the project for itself all the while: others that want it wait, before
 * anything is looked at, since what they see may be half done. Its end is kept in the history before they go on.
 */
export async function runLocked(session: Session, project: string, locked: Locked): Promise<Outcome> {
  const { engine } = session.options;
  const outcome = await unlessInterrupted(locked, async () => {
    const { description } = await engine.info(session.interrupted);
    session.emit({ type: 'run.started', project, command: session.state.command, engine: description });
    const lock = await takeLock(session, project);
    try {
      return await recorded(session, locked);
    } finally {
      await lock.release();
    }
  });
  session.emit({ type: 'run.finished', outcome, durationMs: session.elapsed() });
  return outcome;
}

async function recorded(session: Session, locked: Locked): Promise<Outcome> {
  try {
    const outcome = await unlessInterrupted(locked, locked.act);
    await session.recorder?.end(outcome, 'held');
    return outcome;
  } catch (error) {
    await session.recorder?.end(failureOf(error), 'held');
    throw error;
  }
}

async function unlessInterrupted({ whenInterrupted }: Locked, act: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Interruption) return whenInterrupted;
    throw error;
  }
}

/** How a run ends that stops things; `complete`: all of them. An interrupt in the middle is told as such. */
export const stoppedOutcome = (session: Session, complete: boolean): Outcome => ({
  kind: 'stopped',
  wasReady: complete || !session.interrupted.aborted,
  complete,
});

/** The same where the interrupt came before the end was known. */
export const cutOff: Outcome = { kind: 'stopped', wasReady: false, complete: false };
