import { expect, test } from 'vitest';
import { stageStatus } from '../../src/core/stage-status.ts';
import type { InstanceId, UnitState } from '../../src/core/unit-state.ts';

const ready: UnitState = { phase: 'ready', since: 2, startedAt: 1, by: { kind: 'running' } };
const pending: UnitState = { phase: 'pending', preparation: 'none' };
const starting: UnitState = { phase: 'starting', since: 1 };
const canceled: UnitState = { phase: 'canceled', because: 'db failed' };
const stopped: UnitState = { phase: 'stopped', at: 3, reason: 'interrupted' };
const failed: UnitState = {
  phase: 'failed',
  at: 3,
  failure: { code: 'exited', family: 'unit', message: 'it ended' },
};

/** The status of a stage with one unit for each state; `extra` can be done without, `settled` were there once. */
function statusOf(states: readonly UnitState[], { extra = [] as readonly number[], settled = false } = {}): string {
  const names = states.map((_, index) => `u${index}`);
  const idOf = (name: string): InstanceId => `${name}#1`;
  const units = new Map(
    names.map((name, index) => {
      const isOptional = extra.includes(index);
      const view = { unit: name, kind: 'service', stage: 0, needs: [], ports: [] } as const;
      return [name, { ...view, instances: [idOf(name)], optional: isOptional }];
    }),
  );
  const view = {
    units,
    states: new Map(names.map((name, index) => [idOf(name), states[index] ?? pending])),
    timelineOf: () => (settled ? { settledAt: 2 } : {}),
  };
  return stageStatus(view, { name: 'one', units: names });
}

test.each([
  ['skipped', []],
  ['queued', [pending, pending]],
  ['ongoing', [starting, pending]],
  ['ongoing', [ready, pending]],
  ['done', [ready, ready]],
  ['error', [ready, failed, canceled]],
  ['canceled', [canceled, canceled]],
  ['canceled', [stopped, canceled]],
])('a stage is %s with units that are %j', (status, states) => {
  expect(statusOf(states)).toBe(status);
});

test('a stage is done without a unit that everyone can do without', () => {
  expect(statusOf([ready, failed], { extra: [1] })).toBe('done');
});

test('a stage that was through stays done when its units are stopped', () => {
  expect(statusOf([stopped], { settled: true })).toBe('done');
});
