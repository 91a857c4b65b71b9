import type { Clock } from '../../core/clock.ts';
import { formatDuration } from '../../core/duration.ts';
import type { EventBody } from '../../core/event.ts';
import { type Failure, failureOf } from '../../core/failure.ts';
import type { HookStep } from '../../core/unit-state.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Hook } from '../../manifest/hook-model.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import { unitFailure } from '../evidence.ts';
import { withinOrLate } from '../within.ts';

/** What hooks need. */
export interface HookContext {
  readonly engine: Engine;
  readonly emit: (event: EventBody) => void;
  readonly clock: Clock;
}

type HookName = HookStep['hook'];

/** Runs commands in a running container, one after the other, and tells what they write; the first failure ends them. */
export async function runInContainer(
  { engine, emit, clock }: HookContext,
  hook: HookName,
  hooks: readonly Hook[],
  { handle, instance, unit }: Pick<ObservedContainer, 'handle' | 'instance' | 'unit'>,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  for (const [at, { command, timeout, ...how }] of hooks.entries()) {
    emit({ type: 'unit.hook', instance, hook, number: at + 1, of: hooks.length });
    try {
      const exec = { kind: 'exec', argv: command, ...how } as const;
      const ended = await withinOrLate(clock, timeout, (scope) => engine.exec(handle, exec, scope), signal);
      if (ended === 'late') return lateHook(hook, at, unit, timeout, []);
      const { exitCode, output } = ended;
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
export function hookFailure(
  hook: HookName,
  at: number,
  unit: string,
  what: string,
  logs: readonly string[],
  hint = `see "${hook}" in the manifest`,
): Failure {
  return unitFailure('hook-failed', `command ${at + 1} of "${hook}" of service "${unit}" ${what}`, { logs }, hint);
}

/** A hook that had not ended after `timeout`, ms. */
export function lateHook(hook: HookName, at: number, unit: string, timeout: number, logs: readonly string[]): Failure {
  const what = `had not ended after ${formatDuration(timeout)}`;
  const key = hook === 'pre_stop' ? 'stop_grace_period' : 'ready_timeout';
  return hookFailure(hook, at, unit, what, logs, `see "${hook}" in the manifest, or give it more time with "${key}"`);
}
