import type { LeaveIntent } from '../core/event.ts';
import type { StopSignal } from './shell.ts';

/** How often a person has asked for the end. */
export type Rung = 'running' | 'stopping' | 'killing';

/** What a signal leads to. */
export interface Step {
  readonly rung: Rung;
  readonly does: LeaveIntent['type'] | 'leave' | 'nothing';
}

/** What becomes of a run that nobody can follow any more: it is left as it is, or comes to its own end. */
export type Unwatched = 'detach' | 'go on';

/**
 * The first Ctrl-C stops, the second kills, the third leaves at once. SIGTERM climbs the same ladder. A terminal that
 * closes (SIGHUP), or a reader that has enough, leaves the stack running, but calls off no stop that is under way.
 */
export function climb(rung: Rung, signal: StopSignal, unwatched: Unwatched = 'detach'): Step {
  if (signal === 'SIGHUP') return { rung, does: rung === 'running' && unwatched === 'detach' ? 'detach' : 'nothing' };
  switch (rung) {
    case 'running':
      return { rung: 'stopping', does: 'stop' };
    case 'stopping':
      return { rung: 'killing', does: 'kill' };
    case 'killing':
      return { rung, does: 'leave' };
  }
}
