import type { LeaveIntent } from '../core/event.ts';
import type { StopSignal } from './shell.ts';

/** How often a person has asked for the end. */
export type Rung = 'running' | 'stopping' | 'killing';

/** What a signal leads to. */
export interface Step {
  readonly rung: Rung;
  readonly does: LeaveIntent['type'] | 'leave' | 'nothing';
}

/**
 * The first Ctrl-C stops, the second kills, the third leaves at once. SIGTERM climbs the same ladder. A terminal that
 * closes (SIGHUP) leaves the stack running, but does not call off a stop that is under way.
 */
export function climb(rung: Rung, signal: StopSignal): Step {
  if (signal === 'SIGHUP') return { rung, does: rung === 'running' ? 'detach' : 'nothing' };
  switch (rung) {
    case 'running':
      return { rung: 'stopping', does: 'stop' };
    case 'stopping':
      return { rung: 'killing', does: 'kill' };
    case 'killing':
      return { rung, does: 'leave' };
  }
}
