import { fail, ok } from '../../core/result.ts';
import type { ContainerStatus } from '../../plan/observed.ts';
import type { PlannedJob } from '../../plan/plan.ts';
import type { RunContext, Work } from '../context.ts';
import { type End, untilEnd } from './attempt.ts';
import { finishJob } from './finish-job.ts';
import type { UnderWay } from './job-memory.ts';

/** The end of a job that an earlier run started, and when its first attempt began, monotonic ms. */
interface Taken {
  readonly end: End;
  readonly began: number;
  /** followed here to its end, or found ended */
  readonly by: 'following' | 'finding';
}

/**
 * Follows a job that an earlier run started to its end, or finds the end that it had since; undefined when there is
 * nothing to take over. `alsoEnded`: false where only one that still runs is of use.
 */
export async function takeOver(
  context: RunContext,
  work: Work<PlannedJob>,
  underWay: UnderWay,
  alsoEnded: boolean,
): Promise<Taken | undefined> {
  const container = await context.engine.inspect(underWay.handle, work.signal);
  if (container === undefined) return undefined;
  const { status } = container;
  context.containers.set(work.instance, container);
  if (status.kind === 'running' || status.kind === 'paused') {
    return await followToEnd(context, work, underWay, status.startedAt);
  }
  return alsoEnded && status.kind === 'exited' ? await findEnd(context, work, underWay, status) : undefined;
}

async function followToEnd(
  context: RunContext,
  work: Work<PlannedJob>,
  underWay: UnderWay,
  startedAt: number,
): Promise<Taken> {
  const { engine, clock, emit } = context;
  const { instance, signal } = work;
  emit({ type: 'unit.started', instance, container: underWay.handle, adopted: true });
  emit({ type: 'unit.running', instance, attempt: underWay.attempt ?? 1, adopted: true });
  const { exit } = engine.wait(underWay.handle, signal);
  const began = clock.monotonic() - Math.max(0, clock.now() - (underWay.since ?? startedAt));
  return { end: await untilEnd(context, work, underWay, exit, began), began, by: 'following' };
}

/** The codes of what was killed or stopped from outside: by a stop, or with the engine or the machine. */
const stoppedCodes = new Set([137, 143, 255]);

async function findEnd(
  context: RunContext,
  work: Work<PlannedJob>,
  underWay: UnderWay,
  { exitCode, oomKilled, startedAt, finishedAt }: Extract<ContainerStatus, { kind: 'exited' }>,
): Promise<Taken | undefined> {
  // It has not come to an end of its own, so that it has to run again.
  if (stoppedCodes.has(exitCode) && !oomKilled) return undefined;
  const durationMs = Math.max(0, finishedAt - startedAt);
  const outputs = await finishJob(context, work, { ...underWay, exit: { exitCode, oomKilled }, durationMs });
  // The time in which nobody was there is not that of its attempts.
  const began = context.clock.monotonic() - Math.max(0, finishedAt - (underWay.since ?? startedAt));
  if (outputs.ok) return { end: ok({ outputs: outputs.value, durationMs }), began, by: 'finding' };
  const message = `${outputs.reason.message}, after the run that had started it was gone`;
  const hint = outputs.reason.hint ?? 'run "devstack up" again to run it anew';
  return { end: fail({ ...outputs.reason, message, hint }), began, by: 'finding' };
}
