import type { EventBody } from '../core/event.ts';
import { type InstanceId, instanceId, type UnitState } from '../core/unit-state.ts';
import type { Engine } from '../engine/engine.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { PlannedService } from '../plan/plan.ts';
import type { RunContext } from './context.ts';
import { exitHint, lastLines, probeEvidence, unitFailure } from './evidence.ts';

/** What the end of a service's container means: done where it left with 0 and nobody waits for it, else a failure. */
export async function serviceEnd(
  { engine, news }: Pick<RunContext, 'engine' | 'news'>,
  unit: PlannedService,
  { handle, instance, status }: ObservedContainer,
  state: UnitState | undefined,
): Promise<EventBody> {
  if (status.kind !== 'exited') return await endUnseen(engine, unit, handle, instance);
  const { exitCode, oomKilled } = status;
  const durationMs = Math.max(0, status.finishedAt - status.startedAt);
  if (exitCode === 0 && !unit.awaited) return { type: 'unit.completed', instance, by: 'exit', durationMs, outputs: [] };
  const evidence = { exitCode, oomKilled, durationMs, logs: await lastLines(engine, handle), ...probeEvidence(state) };
  const when = state?.phase === 'ready' ? '' : ' before it was ready';
  const message = `service "${unit.name}" exited with code ${exitCode}${when}`;
  return {
    type: 'unit.failed',
    instance,
    failure: unitFailure('exited', message, evidence, exitHint(status, news.causeOf(handle, status.finishedAt))),
  };
}

/** It ended while nothing watched it, as when the machine was switched off. */
async function endUnseen(
  engine: Engine,
  { name }: PlannedService,
  handle: string,
  instance: InstanceId,
): Promise<EventBody> {
  const evidence = { logs: await lastLines(engine, handle) };
  const message = `service "${name}" is dead, and how it ended is not known`;
  const failure = unitFailure('exited', message, evidence, 'run "devstack up" again to make it anew');
  return { type: 'unit.failed', instance, failure };
}

/** What it means that a service's container is not there any more. */
export function serviceRemoved(unit: PlannedService, index: number): EventBody {
  const message = `the container of service "${unit.name}" was removed by someone else`;
  const failure = unitFailure('removed', message, {}, 'run "devstack up" again to make it anew');
  return { type: 'unit.failed', instance: instanceId(unit.name, index), failure };
}
