import { type InstanceId, unitOf } from '../core/unit-state.ts';
import type { Change, RunState } from './run-state.ts';
import type { EndOn } from './up-policy.ts';

/** An instance that has exited. */
export interface End {
  readonly instance: InstanceId;
  readonly exitCode: number;
}

/** The end that a change of state tells of, where it is one that ends the whole run. */
export function endOf({ instance, to }: Change, state: RunState, endOn: EndOn): End | undefined {
  if (endOn.kind === 'nothing') return undefined;
  if (to.phase === 'failed') {
    const exitCode = to.failure.evidence?.exitCode;
    return exitCode === undefined ? undefined : { instance, exitCode };
  }
  // A job is there to exit with 0: what waits for it goes on then.
  const isService = state.units.get(unitOf(instance))?.kind === 'service';
  const exited = to.phase === 'completed' && to.by === 'exit';
  return endOn.kind === 'exit' && isService && exited ? { instance, exitCode: 0 } : undefined;
}
