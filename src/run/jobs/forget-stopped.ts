import { failureOf } from '../../core/failure.ts';
import { instanceId } from '../../core/unit-state.ts';
import type { RunContext } from '../context.ts';
import type { RunState } from '../run-state.ts';
import { within } from '../within.ts';
import { forgetUnderWay } from './job-memory.ts';

/** Longest that this may take, ms. */
const deadline = 30_000;

/** Forgets the containers of jobs that this run has stopped: what they ended with then is no end of their own. */
export async function forgetStopped(context: RunContext, state: Pick<RunState, 'states'>): Promise<void> {
  const stopped = [...context.plan().units.values()].filter(
    ({ kind, name }) => kind === 'job' && state.states.get(instanceId(name))?.phase === 'stopped',
  );
  try {
    await within(context.clock, deadline, async (signal) => {
      for (const { name } of stopped) await forgetUnderWay(context, name, context.records.get(name) ?? {}, signal);
    });
  } catch (error) {
    const message = `that jobs were stopped could not be remembered: ${failureOf(error).message}`;
    context.emit({
      type: 'warning',
      message,
      hint: 'the next "devstack up" may take how they ended for their own end',
    });
  }
}
