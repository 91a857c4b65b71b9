import type { EventBody } from '../core/event.ts';
import type { UnitState } from '../core/unit-state.ts';
import { instanceId } from '../core/unit-state.ts';
import type { Engine } from '../engine/engine.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { PlannedService } from '../plan/plan.ts';
import { exitHint, lastLines, unitFailure } from './evidence.ts';

/** What the end of a service's container means: done where it left with 0 and nobody waits for it, else a failure. */
export async function serviceEnd(
  engine: Engine,
  unit: PlannedService,
  { handle, instance, status }: ObservedContainer,
  state: UnitState | undefined,
): Promise<EventBody> {
  const ended = status.kind === 'exited' ? status : { exitCode: -1, oomKilled: false, startedAt: 0, finishedAt: 0 };
  const { exitCode, oomKilled } = ended;
  const durationMs = Math.max(0, ended.finishedAt - ended.startedAt);
  if (exitCode === 0 && !unit.awaited) return { type: 'unit.completed', instance, by: 'exit', durationMs, outputs: [] };
  const probe = state?.phase === 'probing' && state.lastError !== undefined ? { probe: state.lastError } : {};
  const evidence = { exitCode, oomKilled, durationMs, logs: await lastLines(engine, handle), ...probe };
  const when = state?.phase === 'ready' ? '' : ' before it was ready';
  const message = `service "${unit.name}" exited with code ${exitCode}${when}`;
  return {
    type: 'unit.failed',
    instance,
    failure: unitFailure('exited', message, evidence, exitHint(exitCode, oomKilled)),
  };
}

/** What it means that a service's container is not there any more. */
export function serviceRemoved(unit: PlannedService, index: number): EventBody {
  const message = `the container of service "${unit.name}" was removed by someone else`;
  const failure = unitFailure('removed', message, {}, 'run "devstack up" again to make it anew');
  return { type: 'unit.failed', instance: instanceId(unit.name, index), failure };
}
