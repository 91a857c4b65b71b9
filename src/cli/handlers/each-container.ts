import { exitCodes } from '../../core/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { Handler, Invocation } from '../command.ts';
import { containersOf } from '../project-containers.ts';
import type { Shell } from '../shell.ts';
import { findProject } from '../stack.ts';
import { withEngine } from '../with-engine.ts';

type State = ObservedContainer['status']['kind'];

interface Work {
  /** what was done, in the past */
  readonly done: string;
  /** of which containers in these states something can be made */
  readonly states: readonly State[];
  act(engine: Engine, container: ObservedContainer, signal: AbortSignal): Promise<void>;
}

/** Sends a signal to the main process of each container. */
export const kill: Handler = async (invocation, shell) =>
  await each(invocation, shell, {
    done: 'killed',
    states: ['running', 'restarting', 'paused'],
    act: (engine, { handle }, signal) => engine.kill(handle, signal, invocation.options.signal),
  });

/** Freezes the processes of each container. */
export const pause: Handler = async (invocation, shell) =>
  await each(invocation, shell, {
    done: 'paused',
    states: ['running'],
    act: (engine, { handle }, signal) => engine.pause(handle, signal),
  });

/** Lets the processes of paused containers go on. */
export const unpause: Handler = async (invocation, shell) =>
  await each(invocation, shell, {
    done: 'goes on:',
    states: ['paused'],
    act: (engine, { handle }, signal) => engine.unpause(handle, signal),
  });

async function each({ args, options }: Invocation, shell: Shell, { done, states, act }: Work): Promise<number> {
  const project = await findProject(options, shell);
  return await withEngine(shell, async (engine, signal) => {
    const containers = await containersOf(engine, project, args, signal);
    const wanted = containers.filter(({ status }) => states.includes(status.kind));
    await Promise.all(
      wanted.map(async (container) => {
        await act(engine, container, signal);
        shell.stderr.write(`${done} ${container.name}\n`);
      }),
    );
    if (wanted.length === 0) shell.stderr.write(`nothing of "${project.name}" is ${states.join(' or ')}\n`);
    return exitCodes.ok;
  });
}
