import type { Event } from '../core/event.ts';
import type { HookStep, UnitState } from '../core/unit-state.ts';

/** States that a run does not leave by itself. */
export function isSettled(state: UnitState): boolean {
  switch (state.phase) {
    case 'ready':
    case 'completed':
    case 'failed':
    case 'stopped':
    case 'canceled':
      return true;
    case 'pending':
    case 'starting':
    case 'probing':
    case 'running':
    case 'stopping':
      return false;
  }
}

type Preparation = Extract<UnitState, { phase: 'pending' }>['preparation'];

/** A container is made ahead of its unit's turn, or when that has come. */
function prepared(state: UnitState, preparation: Preparation): UnitState {
  if (state.phase === 'pending') return { phase: 'pending', preparation };
  if (state.phase !== 'starting') return state;
  const { phase, since } = state;
  return preparation === 'pulling' || preparation === 'building'
    ? { phase, since, image: preparation }
    : { phase, since };
}

/** What is still done for its image when its turn comes. */
function imageOf(state: UnitState): { readonly image?: 'pulling' | 'building' } {
  if (state.phase !== 'pending') return {};
  const { preparation } = state;
  return preparation === 'pulling' || preparation === 'building' ? { image: preparation } : {};
}

/** Before it is stopped there are such commands as well: what it waits for then is its end. */
function hooked(state: UnitState, { hook, number, of }: HookStep): UnitState {
  return state.phase === 'starting' ? { phase: 'starting', since: state.since, hook: { hook, number, of } } : state;
}

type Completed = Omit<Extract<UnitState, { phase: 'completed' }>, 'phase'>;

function completed({ at, durationMs, by, outputs, tolerated }: Completed): UnitState {
  return { phase: 'completed', at, durationMs, by, outputs, ...(tolerated && { tolerated }) };
}

/**
 * The next state of the instance that an event is about. Pure; an event that can not follow the state changes
 * nothing, so that the first end of a unit wins over a later one.
 */
export function reduce(state: UnitState, event: Event): UnitState {
  const { phase } = state;
  const over = phase === 'failed' || phase === 'canceled' || phase === 'stopped';
  switch (event.type) {
    case 'unit.pulling':
      return prepared(state, 'pulling');
    case 'unit.building':
      return prepared(state, 'building');
    case 'unit.fetched':
      return prepared(state, 'none');
    case 'unit.creating':
      return prepared(state, 'creating');
    case 'unit.created':
      return prepared(state, 'created');
    case 'unit.starting':
      return over ? state : { phase: 'starting', since: event.at, ...imageOf(state) };
    case 'unit.hook':
      return hooked(state, event);
    case 'unit.started':
      return phase === 'starting' ? { phase, since: state.since } : state;
    case 'unit.probing':
      return over ? state : { phase: 'probing', since: event.at, probe: event.probe, attempt: 0 };
    case 'unit.probe':
      if (phase !== 'probing') return state;
      return { ...state, attempt: event.attempt, lastError: event.error, nextAt: event.at + event.nextMs };
    case 'unit.ready':
      return over ? state : { phase: 'ready', since: event.at, startedAt: event.startedAt, by: event.by };
    case 'unit.running':
      return over ? state : { phase: 'running', since: event.at, attempt: event.attempt };
    case 'unit.completed':
      return over ? state : completed(event);
    case 'unit.event-started':
      return over ? state : { phase: 'running', since: event.at, attempt: event.attempt, event: event.event };
    case 'unit.event-completed':
      return over ? state : completed({ ...event, by: 'run', outputs: [] });
    case 'unit.event-failed':
      return over ? state : { phase: 'failed', at: event.at, failure: event.failure };
    case 'unit.restarting':
      return over || phase === 'stopping' ? state : { phase: 'starting', since: event.at };
    case 'unit.failed':
      return over || phase === 'stopping' ? state : { phase: 'failed', at: event.at, failure: event.failure };
    case 'unit.canceled':
      return phase === 'pending' ? { phase: 'canceled', because: event.because } : state;
    case 'unit.stopping':
      return phase === 'failed' ? state : { phase: 'stopping', since: event.at, reason: event.reason };
    case 'unit.stopped':
      return phase === 'failed' ? state : { phase: 'stopped', at: event.at, reason: event.reason };
    case 'unit.renewed':
      return { phase: 'pending', preparation: 'none' };
    default:
      return state;
  }
}
