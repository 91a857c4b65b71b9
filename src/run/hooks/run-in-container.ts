import type { EventBody } from '../../core/event.ts';
import { type Failure, failureOf } from '../../core/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Hook } from '../../manifest/model.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import { unitFailure } from '../evidence.ts';

/** What hooks need. */
export interface HookContext {
  readonly engine: Engine;
  readonly emit: (event: EventBody) => void;
}

type HookName = Extract<EventBody, { type: 'unit.hook' }>['hook'];

/** Runs commands in a running container, one after the other, and tells what they write; the first failure ends them. */
export async function runInContainer(
  { engine, emit }: HookContext,
  hook: HookName,
  hooks: readonly Hook[],
  { handle, instance, unit }: Pick<ObservedContainer, 'handle' | 'instance' | 'unit'>,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  for (const [at, { command, ...how }] of hooks.entries()) {
    emit({ type: 'unit.hook', instance, hook, number: at + 1, of: hooks.length });
    try {
      const { exitCode, output } = await engine.exec(handle, { kind: 'exec', argv: command, ...how }, signal);
      const lines = output.split('\n').filter((line) => line !== '');
      for (const line of lines) emit({ type: 'log', instance, stream: 'stdout', line });
      if (exitCode !== 0) return hookFailure(hook, at, unit, `exited with code ${exitCode}`, lines);
    } catch (error) {
      signal.throwIfAborted();
      return hookFailure(hook, at, unit, `could not be run: ${failureOf(error).message}`, []);
    }
  }
  return undefined;
}

/** A hook that did not end well. */
export function hookFailure(hook: HookName, at: number, unit: string, what: string, logs: readonly string[]): Failure {
  const message = `command ${at + 1} of "${hook}" of service "${unit}" ${what}`;
  return unitFailure('hook-failed', message, { logs }, `see "${hook}" in the manifest`);
}
