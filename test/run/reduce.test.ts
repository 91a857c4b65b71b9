import { describe, expect, test } from 'vitest';
import type { Event, EventBody } from '../../src/core/event.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { UnitState } from '../../src/core/unit-state.ts';
import { isSettled, reduce } from '../../src/run/reduce.ts';

const instance = 'api#1';
const failure: Failure = { code: 'exited', family: 'unit', message: 'gone' };
const event = (body: EventBody): Event => ({ ...body, at: 100 });

const states: Readonly<Record<UnitState['phase'], UnitState>> = {
  pending: { phase: 'pending', preparation: 'none' },
  starting: { phase: 'starting', since: 1 },
  probing: { phase: 'probing', since: 1, probe: 'p', attempt: 0 },
  ready: { phase: 'ready', since: 1, startedAt: 1, by: { kind: 'running' } },
  running: { phase: 'running', since: 1, attempt: 1 },
  completed: { phase: 'completed', at: 1, durationMs: 1, by: 'run', outputs: [] },
  stopping: { phase: 'stopping', since: 1, reason: 'down' },
  stopped: { phase: 'stopped', at: 1, reason: 'down' },
  failed: { phase: 'failed', at: 1, failure },
  canceled: { phase: 'canceled', because: 'db failed' },
};

const ready = event({ type: 'unit.ready', instance, by: { kind: 'running' }, startedAt: 50 });
const failed = event({ type: 'unit.failed', instance, failure });

describe('the state after an event', () => {
  test.each<[UnitState['phase'], EventBody, UnitState['phase']]>([
    ['pending', { type: 'unit.starting', instance }, 'starting'],
    ['pending', { type: 'unit.canceled', instance, because: 'db failed' }, 'canceled'],
    ['starting', { type: 'unit.probing', instance, probe: 'p', route: 'r' }, 'probing'],
    ['starting', { type: 'unit.running', instance, attempt: 1, adopted: false }, 'running'],
    ['ready', { type: 'unit.restarting', instance, exitCode: 1 }, 'starting'],
    ['ready', { type: 'unit.stopping', instance, reason: 'down' }, 'stopping'],
    ['stopping', { type: 'unit.stopped', instance, reason: 'down' }, 'stopped'],
    ['pending', { type: 'unit.completed', instance, by: 'replay', durationMs: 1, outputs: [] }, 'completed'],
    ['completed', { type: 'unit.starting', instance }, 'starting'],
  ])('%s, then %o', (phase, body, expected) => {
    expect(reduce(states[phase], event(body)).phase).toBe(expected);
  });

  test('keeps the last answer of a probe and when the next is due', () => {
    const probe = event({ type: 'unit.probe', instance, attempt: 3, error: 'refused', nextMs: 50 });
    expect(reduce(states.probing, probe)).toMatchObject({ attempt: 3, lastError: 'refused', nextAt: 150 });
  });
});

describe('the first end wins', () => {
  test.each(['failed', 'canceled', 'stopped'] as const)('%s stays, whatever comes', (phase) => {
    expect(reduce(states[phase], ready)).toBe(states[phase]);
    expect(reduce(states[phase], failed)).toBe(states[phase]);
    expect(reduce(states[phase], event({ type: 'unit.starting', instance }))).toBe(states[phase]);
  });

  test('an exit while it is being stopped is no failure', () => {
    expect(reduce(states.stopping, failed)).toBe(states.stopping);
  });

  test.each(['starting', 'probing', 'ready', 'running', 'completed'] as const)('%s is not canceled', (phase) => {
    expect(reduce(states[phase], event({ type: 'unit.canceled', instance, because: 'x' }))).toBe(states[phase]);
  });
});

test.each(Object.entries(states))('%s is settled or not', (phase, state) => {
  expect(isSettled(state)).toBe(['ready', 'completed', 'failed', 'stopped', 'canceled'].includes(phase));
});
