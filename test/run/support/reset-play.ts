import type { Outcome } from '../../../src/core/event.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { type ResetOptions, resetData } from '../../../src/run/reset/reset-data.ts';
import { systemClock } from '../../../src/run/system-clock.ts';
import { ownProcess } from '../../support/test-host.ts';

/** Resets the data of a stack, to its end; `told`: what was stopped for it and what became of the snapshot, in order. */
export async function playReset(
  engine: Engine,
  plan: Plan,
  what: ResetOptions['what'],
): Promise<{ readonly outcome: Outcome; readonly told: readonly string[] }> {
  const told: string[] = [];
  const { done } = resetData({
    engine,
    plan,
    what,
    clock: systemClock,
    holder: { command: 'test', host: 'laptop', process: ownProcess, since: Date.now() },
    observer: (event) => {
      if (event.type === 'snapshot') told.push(event.what);
      if (event.type === 'unit.stopped') told.push(event.instance);
    },
    hooksOf: () => undefined,
  });
  return { outcome: await done, told };
}
