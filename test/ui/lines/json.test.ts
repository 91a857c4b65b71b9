import { expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { jsonFace } from '../../../src/ui/lines/json.ts';
import { lineProblem } from '../../support/line-shape.ts';
import { beginning } from '../scripted-run.ts';
import { allReady, migrateFailed, migrationFailure, shop } from '../shop.ts';
import { everyEvent } from './every-event.ts';

function played(play: typeof allReady): readonly Record<string, unknown>[] {
  const run = shop();
  let written = '';
  const write = (text: string): void => {
    written += text;
  };
  run.show(jsonFace({ write }));
  play(run);
  return written
    .trimEnd()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
}

test('every line is an object with type, time and project', () => {
  const lines = played(allReady);
  expect(lines.length).toBeGreaterThan(30);
  for (const line of lines)
    expect(line).toMatchObject({ type: expect.any(String), at: expect.any(Number), project: 'shop' });
});

test.each(Object.values(everyEvent))('a line of $type is as the schema has it', (event) => {
  const [line] = played((run = shop()) => run.play(0, event));
  expect(lineProblem(line)).toBeUndefined();
});

test('a line with a field that the schema does not have is none', () => {
  const [line] = played((run = shop()) => run.play(0, everyEvent['unit.ready']));
  expect(lineProblem({ ...line, by: { kind: 'hope' } })).toContain('hope');
});

test('an event keeps its own fields', () => {
  expect(played(allReady)).toContainEqual({
    version: 1,
    type: 'log',
    at: beginning + 900,
    project: 'shop',
    instance: 'db#1',
    stream: 'stdout',
    line: 'database system is ready to accept connections',
  });
});

test('a failure carries its evidence', () => {
  const failed = played(migrateFailed).find((line) => line.type === 'unit.failed');
  expect(failed?.failure).toEqual(migrationFailure);
});

test('a place in a manifest is path, line and column, not the text of the file', () => {
  const source = { path: 'devstack.yaml', text: 'name: shop\nservices: {}\n', folder: '/' };
  const problem = {
    severity: 'error',
    code: 'wrong-type',
    message: 'no',
    span: { source, start: 11, end: 19 },
  } as const;
  const [line] = played((run = shop()) =>
    run.play(0, {
      type: 'unit.failed',
      instance: 'db#1',
      failure: { code: 'manifest-invalid', family: 'manifest', message: 'no', problems: [problem] },
    }),
  );
  expect(line).toMatchObject({ failure: { problems: [{ span: 'devstack.yaml:2:1' }] } });
  expect(JSON.stringify(line)).not.toContain('services');
});

test.each([
  { type: 'run.ready', durationMs: 3910, changed: true } as const,
  { type: 'run.finished', outcome: { kind: 'detached' }, durationMs: 3910 } as const,
])('the line of $type has what decided how long it took', (event) => {
  const lines = played((run = shop()) => {
    const played = allReady(run);
    run.play(played.now, event);
    return played;
  });
  const steps = { db: 1500, migrate: 800, seed: 10, api: 1190, web: 400 };
  const criticalPath = Object.entries(steps).map(([unit, durationMs]) => ({ unit, durationMs }));
  expect(lines.at(-1)).toMatchObject({ type: event.type, criticalPath });
});

test('the last line has when each instance was created, started and ready', () => {
  const lines = played((run = shop()) => {
    const played = allReady(run);
    run.play(played.now, { type: 'run.finished', outcome: { kind: 'ready', changed: true }, durationMs: 3910 });
    return played;
  });
  expect(lines.at(-1)).toMatchObject({
    type: 'run.finished',
    timeline: expect.arrayContaining([{ instance: 'db#1', createdMs: 10, startedMs: 300, settledMs: 1500 }]),
  });
});

test('durations are whole milliseconds', () => {
  const [line] = played((run = shop()) => run.play(0, { type: 'run.ready', durationMs: 1234.56, changed: true }));
  expect(line).toMatchObject({ durationMs: 1235 });
});

test('what waits is told with the last answer of what it waits for', () => {
  const db = { instance: instanceId('db'), attempt: 3, error: 'connection refused', nextMs: 400 } as const;
  const held = { type: 'unit.held', instance: instanceId('api') } as const;
  const lines = played((run = shop()) => {
    run.play(100, { type: 'unit.probing', instance: db.instance, probe: 'TCP :5432', route: '172.18.0.2:5432' });
    run.play(100, { type: 'unit.probe', ...db });
    run.play(200, { ...held, holds: [{ kind: 'dependency', unit: 'db', condition: 'ready' }] });
    run.play(300, { ...held, holds: [{ kind: 'stage', stage: 'data', waitingFor: ['cache', 'db'] }] });
    return run.play(400, { ...held, holds: [{ kind: 'capacity' }] });
  });
  expect(lines.flatMap((line) => (line.type === 'unit.held' ? [line.answers] : []))).toEqual([
    [{ ...db, nextMs: 300 }],
    [{ ...db, nextMs: 200 }],
    [],
  ]);
});

test('the end tells what was not started because of each failure, and through what', () => {
  const outcome = { kind: 'failed', failures: [] } as const;
  const lines = played((run = shop()) =>
    migrateFailed(run).play(900, { type: 'run.finished', outcome, durationMs: 900 }),
  );
  expect(lines.at(-1)).toMatchObject({
    blocked: [
      { unit: 'seed', because: 'migrate#1' },
      { unit: 'api', because: 'migrate#1', through: 'seed' },
      { unit: 'web', because: 'migrate#1', through: 'api' },
    ],
  });
});
