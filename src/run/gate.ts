import type { UnitView } from '../core/run-view.ts';
import type { UnitState } from '../core/unit-state.ts';
import type { Need } from '../plan/plan.ts';

/** Whether an instance in this state lets later stages begin; nobody waits for an optional one that can not be had. */
export const opensGate = (state: UnitState, { optional }: UnitView): boolean =>
  state.phase === 'ready' || state.phase === 'completed' || (optional && isGone(state));

/** It will not become what it was meant to be. */
const isGone = ({ phase }: UnitState): boolean => phase === 'failed' || phase === 'canceled' || phase === 'stopped';

/** It has begun, and is neither there nor over. */
export const isOnItsWay = ({ phase }: UnitState): boolean =>
  phase === 'starting' || phase === 'probing' || phase === 'running';

/** Whether nothing more is to be found out of an instance, whoever told of its end. */
export const isOver = (state: UnitState): boolean =>
  state.phase === 'failed' ||
  state.phase === 'stopping' ||
  state.phase === 'stopped' ||
  (state.phase === 'completed' && state.by === 'exit');

/** Whether an instance in this state gives what a need asks for. */
export function meets(state: UnitState, need: Pick<Need, 'condition' | 'required'>): boolean {
  const { phase } = state;
  if (!need.required && isGone(state)) return true;
  switch (need.condition) {
    case 'started':
      return phase === 'probing' || phase === 'running' || phase === 'ready' || phase === 'completed';
    case 'ready':
      return phase === 'ready';
    case 'completed':
      return phase === 'completed';
  }
}
