import { failureOf } from '../../core/failure.ts';
import { instanceId } from '../../core/unit-state.ts';
import type { RunContext } from '../context.ts';
import type { RunState } from '../run-state.ts';
import { within } from '../within.ts';
import { type JobRecord, remember } from './job-memory.ts';

/** Longest that it may take to forget, ms. */
const deadline = 30_000;

/**
 * Forgets the container that a job was about to run in: what it came to is told, and is not to be found again by the
 * next run. What it came to counts also where this fails. `record`: what was remembered before.
 */
export async function forgetEnd(
  context: RunContext,
  job: string,
  { underWay: _, ...record }: JobRecord,
): Promise<void> {
  try {
    await within(context.clock, deadline, (signal) => remember(context, job, record, signal));
  } catch (error) {
    const message = `how job "${job}" ended could not be forgotten: ${failureOf(error).message}`;
    context.emit({ type: 'warning', message, hint: 'the next "devstack up" may tell it once more' });
  }
}

/** The same for jobs that this run has stopped: what they ended with then is no end of their own. */
export async function forgetStopped(context: RunContext, state: Pick<RunState, 'states'>): Promise<void> {
  for (const { kind, name } of context.plan().units.values()) {
    if (kind !== 'job' || state.states.get(instanceId(name))?.phase !== 'stopped') continue;
    await forgetEnd(context, name, context.records.get(name) ?? {});
  }
}
