import { ok } from '../../core/result.ts';
import type { PlannedJob } from '../../plan/plan.ts';
import type { RunContext, Work } from '../context.ts';
import { type End, untilEnd } from './attempt.ts';
import { finishJob } from './finish-job.ts';
import type { UnderWay } from './job-memory.ts';

/** The end of a job that an earlier run started, and when its first attempt began, monotonic ms. */
interface Taken {
  readonly end: End;
  readonly began: number;
}

/** Follows a job that an earlier run started to its end; undefined when there is nothing to take over. */
export async function takeOver(
  context: RunContext,
  work: Work<PlannedJob>,
  underWay: UnderWay,
): Promise<Taken | undefined> {
  const { engine, clock, emit } = context;
  const { instance, signal } = work;
  const container = await engine.inspect(underWay.handle, signal);
  if (container === undefined) return undefined;
  const { status } = container;
  context.containers.set(instance, container);
  if (status.kind === 'running' || status.kind === 'paused') {
    emit({ type: 'unit.started', instance, container: underWay.handle, adopted: true });
    emit({ type: 'unit.running', instance, attempt: underWay.attempt ?? 1, adopted: true });
    const { exit } = engine.wait(underWay.handle, signal);
    const began = clock.monotonic() - Math.max(0, clock.now() - (underWay.since ?? status.startedAt));
    return { end: await untilEnd(context, work, underWay, exit, began), began };
  }
  // A job that failed while nobody looked is run again; one that ended well counts.
  if (status.kind !== 'exited' || status.exitCode !== 0) return undefined;
  const durationMs = Math.max(0, status.finishedAt - status.startedAt);
  const exit = { exitCode: status.exitCode, oomKilled: status.oomKilled };
  const outputs = await finishJob(context, work, { ...underWay, exit, durationMs });
  const end = outputs.ok ? ok({ outputs: outputs.value, durationMs }) : outputs;
  return { end, began: clock.monotonic() };
}
