import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/core/event.ts';
import { instanceId } from '../../src/core/unit-state.ts';
import { quietFace } from '../../src/ui/lines/quiet.ts';
import { summary } from '../../src/ui/summary.ts';
import { themeFor } from '../../src/ui/theme.ts';
import { ScriptedRun } from './scripted-run.ts';
import { allReady, apiProbing, migrateFailed, migrationFailure, shop } from './shop.ts';

const theme = themeFor({ environment: {}, isTTY: false });
const finish = (run: ScriptedRun, outcome: Outcome): ScriptedRun =>
  run.play(9000, { type: 'run.finished', outcome, durationMs: 9000 });
const failed: Outcome = { kind: 'failed', failures: [{ instance: 'migrate#1', failure: migrationFailure }] };

describe('the summary', () => {
  test('of a start: durations, critical path, addresses, how to go on', () => {
    expect(summary(finish(allReady(), { kind: 'ready', changed: true }), { theme })).toMatchInlineSnapshot(`
      "
      ✓ shop is ready after 3.9s   6 of 6 ready

                           created  started    ready     took
        ✓ db       ready      10ms    300ms     1.5s     1.2s
        ✓ cache    ready      10ms    300ms    500ms    200ms
        ✓ migrate  exit 0        -     1.5s     2.3s    790ms
        ✓ seed     cached        -        -     2.3s        -
        ✓ api      ready         -     2.5s     3.5s     1.0s
        ✓ web      :8080         -     3.7s     3.9s    200ms

        critical path  db 1.5s → migrate 800ms → seed 10ms → api 1.2s → web 400ms
        addresses      127.0.0.1:8080 → web:8080

        devstack logs -f  follow the logs
        devstack down     stop and remove it
      "
    `);
  });

  test.each<Outcome>([{ kind: 'detached' }, { kind: 'stopped', wasReady: true, complete: true }])(
    'of a start that somebody stayed with says what decided it: $kind',
    (outcome) => {
      const path = 'critical path  db 1.5s → migrate 800ms → seed 10ms → api 1.2s → web 400ms';
      expect(summary(finish(allReady(), outcome), { theme })).toContain(path);
    },
  );

  test.each([
    [['api'], 'api of shop is stopped'],
    [['api', 'web'], 'api, web of shop are stopped'],
    [['a', 'b', 'c', 'd', 'e', 'f'], '6 units of shop are stopped'],
  ])('of a stop of %j alone does not say that the whole stack was', (named, expected) => {
    const run = finish(allReady(), { kind: 'stopped', wasReady: true, complete: true });
    expect(summary(run, { theme, named })).toContain(`■ ${expected}`);
  });

  test('of a failure that is allowed: what failed, in all that went well', () => {
    const run = shop().play(1900, {
      type: 'unit.completed',
      instance: 'migrate#1',
      by: 'run',
      durationMs: 390,
      outputs: [],
      tolerated: migrationFailure,
    });
    const text = summary(finish(run, { kind: 'ready', changed: true }), { theme });
    expect(text).toContain('✗ migrate  exit 3, allowed');
    expect(text).toContain('tolerated      the job "migrate" left with exit code 3');
  });

  test('of what was never started does not advise to read what it wrote', () => {
    const message = '"web" publishes port 8080, which something else has taken';
    const failure = { code: 'port-taken', family: 'unit', message } as const;
    const instance = instanceId('web');
    const run = finish(shop().play(900, { type: 'unit.failed', instance, failure }), {
      kind: 'failed',
      failures: [{ instance, failure }],
    });
    const text = summary(run, { theme });
    expect(text).toContain(message);
    expect(text).not.toContain('devstack logs');
    expect(text).toContain('devstack up');
  });

  test('of a failure: the report, what is kept, how to go on', () => {
    expect(summary(finish(migrateFailed(), failed), { theme, program: 'devstack -f shop' })).toMatchInlineSnapshot(`
      "
      ✗ shop failed after 1.9s   2 of 6 ready

       ✗ migrate   exit 3 after 390ms   attempt 1/1   image postgres:15
         why       the job "migrate" left with exit code 3
         last log  │ 001-products.sql
                   │ psql:/migrations/002-stock.sql:4: ERROR:  syntax error at or near "TABEL"
         blocks    3 not started: seed, api (through seed), web (through api)
         kept      db, cache still running
         hint      run "devstack logs migrate" for all of its log

        critical path  db 1.5s → migrate 400ms

        devstack -f shop logs migrate  all that it wrote
        devstack -f shop up            try again; what is ready stays
        devstack -f shop down          stop and remove it
      "
    `);
  });

  test.each<[string, ScriptedRun, Outcome, string]>([
    ['nothing to do', allReady(), { kind: 'ready', changed: false }, '✓ shop nothing changed: 6 of 6 ready, as before'],
    [
      'an early stop',
      apiProbing(),
      { kind: 'stopped', wasReady: false, complete: true },
      '■ shop was stopped before it was ready',
    ],
    ['a late stop', allReady(), { kind: 'stopped', wasReady: true, complete: true }, '■ shop is stopped'],
    [
      'half a stop',
      allReady(),
      { kind: 'stopped', wasReady: true, complete: false },
      '✗ shop could not be stopped completely',
    ],
    [
      'a teardown that is called off',
      new ScriptedRun({}, 'shop', 'down'),
      { kind: 'stopped', wasReady: false, complete: false },
      '✗ shop is not down: interrupted, and some of it is left',
    ],
    ['leaving', allReady(), { kind: 'detached' }, '→ shop goes on without this terminal   6 of 6 ready'],
    [
      'down',
      new ScriptedRun({}, 'shop', 'down'),
      { kind: 'stopped', wasReady: true, complete: true },
      '■ shop is down',
    ],
  ])('of %s is one sentence first', (_, run, outcome, line) => {
    expect(summary(finish(run, outcome), { theme }).split('\n')[1]).toBe(line);
  });

  test('of leaving tells how to come back', () => {
    const text = summary(finish(allReady(), { kind: 'detached' }), { theme, program: 'devstack -f shop' });
    expect(text).toMatch(/^ {2}devstack -f shop attach +back to the screen$/m);
  });

  test('of many units stays on one screen', () => {
    const units = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`unit-${index}`, {}]));
    const run = finish(new ScriptedRun({ '': units }), { kind: 'ready', changed: true });
    const text = summary(run, { theme });
    expect(text).toContain('… and 85 more');
    expect(text.split('\n').length).toBeLessThanOrEqual(24);
  });

  test('is empty where the data of a stack was put back for the command that follows', () => {
    const run = finish(allReady(), { kind: 'stopped', wasReady: true, complete: true });
    expect(summary(run, { theme, isPassing: true })).toBe('');
  });

  test('is empty while the run goes on', () => {
    expect(summary(apiProbing(), { theme })).toBe('');
  });
});

test('the quiet face says failures and the summary, and nothing else', async () => {
  const run = shop();
  let written = '';
  const face = run.show(quietFace({ theme, write: (text) => (written += text) }));
  finish(migrateFailed(run), failed);
  expect(written).toBe('migrate failed: the job "migrate" left with exit code 3\n');
  await face.close(run);
  expect(written).toContain('✗ shop failed after 1.9s');
});

test('the quiet face says what a run waits for that can not begin', () => {
  let written = '';
  const run = shop();
  run.show(quietFace({ theme, write: (text) => (written += text) }));
  run.play(100, { type: 'run.waiting', holder: 'another run' });
  expect(written).toBe('shop waits for another run\n');
});
