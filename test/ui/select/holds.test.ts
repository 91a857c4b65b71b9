import { describe, expect, test } from 'vitest';
import type { EventBody } from '../../../src/core/event.ts';
import { type Hold, instanceId } from '../../../src/core/unit-state.ts';
import { heldBy, ordinal, waitReason } from '../../../src/ui/select/holds.ts';
import { migrationFailure, shop } from '../shop.ts';

const db = instanceId('db');

describe('waitReason', () => {
  test.each<[string, readonly Hold[], string | undefined]>([
    ['nothing', [], undefined],
    ['a job', [{ kind: 'dependency', unit: 'migrate', condition: 'completed' }], 'waits for migrate (exit 0)'],
    ['a start', [{ kind: 'dependency', unit: 'cache', condition: 'started' }], 'waits for cache (started)'],
    [
      'a stage',
      [{ kind: 'stage', stage: 'data', waitingFor: ['db', 'cache'] }],
      'waits for stage data (db, 3rd probe: connection refused, next in 0.4s; cache)',
    ],
    [
      'no stage that waits for the same',
      [
        { kind: 'dependency', unit: 'migrate', condition: 'completed' },
        { kind: 'stage', stage: 'prepare', waitingFor: ['migrate'] },
      ],
      'waits for migrate (exit 0)',
    ],
    ['a job on the same data', [{ kind: 'data', unit: 'seed' }], 'waits for seed, which works on the same data'],
    ['capacity', [{ kind: 'capacity' }], 'waits for its turn: enough others are starting'],
    [
      'three at once',
      [
        { kind: 'dependency', unit: 'migrate', condition: 'completed' },
        { kind: 'dependency', unit: 'db', condition: 'ready' },
        { kind: 'dependency', unit: 'cache', condition: 'ready' },
      ],
      'waits for migrate (exit 0), db (ready, 3rd probe: connection refused, next in 0.4s) and cache (ready)',
    ],
  ])('names %s', (_, holds, sentence) => {
    const run = shop().play(
      100,
      { type: 'unit.probing', instance: db, probe: 'TCP :5432', route: '172.18.0.2:5432' },
      { type: 'unit.probe', instance: db, attempt: 3, error: 'connection refused', nextMs: 400 },
    );
    expect(waitReason(run, holds, run.startedAt + 100)).toBe(sentence);
  });

  test.each<[string, readonly EventBody[], string]>([
    [
      'whose image is pulled',
      [{ type: 'unit.pulling', instance: db, image: 'postgres:15' }],
      'its image is being pulled',
    ],
    [
      'that runs a command before its start',
      [
        { type: 'unit.starting', instance: db },
        { type: 'unit.hook', instance: db, hook: 'pre_start', number: 1, of: 2 },
      ],
      'runs pre_start 1 of 2',
    ],
    [
      'that leaves again and again',
      [
        { type: 'unit.restarting', instance: db, exitCode: 1 },
        { type: 'unit.restarting', instance: db, exitCode: 1 },
      ],
      '2 restarts',
    ],
  ])('tells of one %s', (_, events, progress) => {
    const run = shop().play(100, ...events);
    const hold: Hold = { kind: 'dependency', unit: 'db', condition: 'ready' };
    expect(waitReason(run, [hold], undefined)).toBe(`waits for db (ready, ${progress})`);
  });

  test('says that what it waits for has failed', () => {
    const run = shop().play(100, { type: 'unit.failed', instance: db, failure: migrationFailure });
    const hold: Hold = { kind: 'dependency', unit: 'db', condition: 'ready' };
    expect(waitReason(run, [hold], undefined)).toBe('waits for db (ready, but it failed)');
  });
});

test('heldBy names each unit once', () => {
  const holds: readonly Hold[] = [
    { kind: 'dependency', unit: 'seed', condition: 'completed' },
    { kind: 'stage', stage: 'prepare', waitingFor: ['migrate', 'seed'] },
  ];
  expect(heldBy(holds)).toEqual(['seed', 'migrate']);
});

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [12, '12th'],
  [21, '21st'],
  [113, '113th'],
])('ordinal(%i) is %s', (count, text) => {
  expect(ordinal(count)).toBe(text);
});
