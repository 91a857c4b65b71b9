import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { failureSections, keptOf } from '../../../src/ui/select/failures.ts';
import { beginning } from '../scripted-run.ts';
import { migrateFailed, migrationFailure, shop } from '../shop.ts';

describe('failureSections', () => {
  test('hold exit code, attempt, image, log, hint and what is blocked', () => {
    expect(failureSections(migrateFailed())).toEqual([
      {
        instance: 'migrate#1',
        name: 'migrate',
        headline: 'exit 3 after 390ms',
        attempt: '1/1',
        image: 'postgres:15',
        message: migrationFailure.message,
        logs: migrationFailure.evidence?.logs,
        blocks: [{ unit: 'seed' }, { unit: 'api', through: 'seed' }, { unit: 'web', through: 'api' }],
        hint: migrationFailure.hint,
      },
    ]);
  });

  test('fall back to the log that was kept, its last 20 lines', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const run = shop()
      .log(100, 'db', ...lines)
      .play(200, {
        type: 'unit.failed',
        instance: instanceId('db'),
        failure: { code: 'not-ready', family: 'unit', message: 'no answer', evidence: { probe: 'connection refused' } },
      });
    const [section] = failureSections(run);
    expect(section?.logs).toEqual(lines.slice(-20));
    expect(section?.probe).toBe('connection refused');
    expect(section?.headline).toBe('not ready');
  });

  test('say that the memory was not enough', () => {
    const failure = {
      code: 'exited',
      family: 'unit',
      message: 'left',
      evidence: { exitCode: 137, oomKilled: true },
    } as const;
    const run = shop().play(200, { type: 'unit.failed', instance: instanceId('db'), failure });
    expect(failureSections(run)[0]?.headline).toBe('killed: out of memory');
  });
});

test('keptOf says why something that goes on is not ready yet', () => {
  const instance = instanceId('web');
  const probing = { type: 'unit.probing', instance, probe: 'GET :80/', route: 'its own address' } as const;
  const answer = { type: 'unit.probe', instance, attempt: 3, error: 'HTTP 503', nextMs: 50 } as const;
  const run = shop().play(0, probing);
  expect(keptOf(run)).toEqual(['web (not ready yet)']);
  expect(keptOf(run.play(100, answer))).toEqual(['web (not ready yet: HTTP 503)']);
});

test('keptOf names what goes on running', () => {
  expect(keptOf(migrateFailed())).toEqual(['db', 'cache']);
  const done = shop().play(0, {
    type: 'unit.ready',
    instance: instanceId('web'),
    by: { kind: 'kept' },
    startedAt: beginning,
  });
  expect(keptOf(done)).toEqual(['web']);
});
