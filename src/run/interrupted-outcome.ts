import type { LeaveIntent, Outcome } from '../core/event.ts';
import { Interruption, type Session } from './session.ts';

const intentOf = ({ interrupted }: Session): LeaveIntent['type'] | undefined =>
  interrupted.reason instanceof Interruption ? interrupted.reason.intent.type : undefined;

/** Whether what was started is to be stopped: not where the run is only left. */
export const stopsOn = (session: Session): boolean => session.interrupted.aborted && intentOf(session) !== 'detach';

/** What an interrupt came to. */
export function interruptedOutcome(session: Session, complete: boolean): Outcome {
  if (intentOf(session) === 'detach') return { kind: 'detached' };
  const { readyAt, command } = session.state;
  // Who only looks on brings nothing up that could be cut short.
  return { kind: 'stopped', wasReady: readyAt !== undefined || command === 'attach', complete };
}
