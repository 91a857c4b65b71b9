import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { clockText, isBusy, progressOf } from '../../../src/ui/select/progress.ts';
import { statusText } from '../../../src/ui/select/status.ts';
import { treeRows } from '../../../src/ui/select/tree.ts';
import { addressesOf } from '../../../src/ui/select/unit-text.ts';
import { beginning, ScriptedRun } from '../scripted-run.ts';
import { allReady, apiProbing, migrateFailed, shop } from '../shop.ts';

const tableOf = (run: ScriptedRun): readonly string[] =>
  treeRows(run, run.now).map(({ name, look, detail, duration }) => [name, look.glyph, detail, duration].join(' | '));

/** A time of the script as the clock on the wall shows it. */
const timeAt = (ms: number): string => new Date(beginning + ms).toTimeString().slice(0, 8);

describe('treeRows', () => {
  test('a stage of which something was stopped says how much', () => {
    const run = allReady().play(9000, { type: 'unit.stopped', instance: instanceId('db'), reason: 'asked for' });
    expect(tableOf(run)[0]).toMatch(/^1 data \| stopped \| 1 stopped/);
    run.play(9100, { type: 'unit.stopped', instance: instanceId('cache'), reason: 'asked for' });
    expect(tableOf(run)[0]).toMatch(/^1 data \| stopped \| stopped/);
  });

  test('a stage of which something is being stopped says so', () => {
    const run = allReady().play(9000, { type: 'unit.stopping', instance: instanceId('db'), reason: 'asked for' });
    expect(tableOf(run)[0]).toMatch(/^1 data \| busy \| stopping/);
  });

  test('show stages with their units, states, reasons of waits and timers', () => {
    expect(tableOf(apiProbing())).toMatchInlineSnapshot(`
      [
        "1 data | ready | done | 1.4s",
        "db | ready | ready | 1.2s",
        "cache | ready | ready | 200ms",
        "2 prepare | ready | done | 800ms",
        "migrate | ready | exit 0 | 790ms",
        "seed | ready | cached | -",
        "3 backend | busy | ongoing | 370ms",
        "api | busy | try 3: 503 "db pool warming" | 370ms",
        "4 edge | pending | queued | -",
        "web | pending | ← api | -",
      ]
    `);
  });

  test('show what failed and what was not started', () => {
    expect(tableOf(migrateFailed())).toMatchInlineSnapshot(`
      [
        "1 data | ready | done | 1.4s",
        "db | ready | ready | 1.2s",
        "cache | ready | ready | 200ms",
        "2 prepare | failed | error | 390ms",
        "migrate | failed | exit 3 | 390ms",
        "seed | canceled | not started | -",
        "3 backend | canceled | canceled | -",
        "api | canceled | not started | -",
        "4 edge | canceled | canceled | -",
        "web | canceled | not started | -",
      ]
    `);
  });

  test('show units alone where the manifest has no stages, and each instance of a unit', () => {
    const run = new ScriptedRun({ '': { db: {}, web: { instances: 2 } } });
    run.play(0, { type: 'unit.pulling', instance: instanceId('db'), image: 'postgres:15' });
    expect(tableOf(run)).toEqual([
      'db | busy | pulling its image | -',
      'web#1 | pending | waiting | -',
      'web#2 | pending | waiting | -',
    ]);
  });
});

describe('a unit whose image is on its way', () => {
  const image = 'shop-web';
  const instance = instanceId('web');
  const building = () => {
    const run = new ScriptedRun({ '': { db: {}, web: { needs: ['db'], image } } });
    run.play(0, { type: 'unit.building', instance, image });
    run.play(10, { type: 'image.building', image, step: 'RUN npm ci', number: 3, total: 5 });
    return run;
  };

  test('shows the step of its build, also when its turn has come', () => {
    const run = building();
    expect(tableOf(run)).toContain('web | busy | building 3/5 RUN npm ci | -');
    run.play(20, { type: 'unit.starting', instance });
    expect(tableOf(run)[1]).toMatch(/^web \| busy \| building 3\/5 RUN npm ci/);
  });

  test('shows what it waits for once the image is there', () => {
    const run = building();
    run.play(20, { type: 'unit.fetched', instance, image });
    expect(tableOf(run)).toContain('web | pending | ← db | -');
  });

  test('shows the share that has been pulled', () => {
    const run = new ScriptedRun({ '': { web: { image } } });
    run.play(0, { type: 'unit.pulling', instance, image });
    run.play(10, { type: 'image.progress', image, current: 45, total: 100, status: 'Downloading' });
    expect(tableOf(run)).toContain('web | busy | pulling 45 % | -');
  });
});

describe('progressOf', () => {
  test.each([
    ['at the beginning', shop(), { phase: 'starting', ready: 0, elapsedMs: 0 }],
    ['in the middle', apiProbing(), { phase: 'starting', ready: 4, elapsedMs: 2700 }],
    ['at the end', allReady(), { phase: 'running', ready: 6, elapsedMs: 3910 }],
    ['after a failure', migrateFailed(), { phase: 'failed', ready: 2, elapsedMs: 1900 }],
  ])('tells phase, ready units and time %s', (_, run, expected) => {
    expect(progressOf(run, run.now)).toMatchObject({ total: 6, ...expected });
  });

  test.each(['down', 'stop'])('of %s tells that it stops, also before the first has stopped', (command) => {
    const run = new ScriptedRun({ '': { db: {}, api: { needs: ['db'] } } }, 'shop', command);
    expect(progressOf(run, run.now)).toMatchObject({ phase: 'stopping', total: 2 });
    expect(statusText(run, instanceId('db'), run.now)).toContain('goes when all that needs it has stopped');
  });

  test('names the stage that is under way, and none once all are through', () => {
    expect(progressOf(apiProbing(), 0).stage).toEqual({ number: 3, count: 4, name: 'backend' });
    expect(progressOf(allReady(), 0)).not.toHaveProperty('stage');
  });

  test('does not count on when everything is ready or has failed', () => {
    for (const run of [allReady(), migrateFailed()]) {
      expect(progressOf(run, run.now + 60_000).elapsedMs).toBe(progressOf(run, run.now).elapsedMs);
    }
  });
});

test.each([
  ['before anything has started', shop(), true],
  ['while a unit becomes ready', apiProbing(), true],
  ['when everything is ready', allReady(), false],
  ['when all that is left has failed', migrateFailed(), false],
])('a run is busy or not %s', (_, run, busy) => {
  expect(isBusy(run)).toBe(busy);
});

test.each([
  [0, '00:00'],
  [11_900, '00:11'],
  [3_723_000, '1:02:03'],
])('%i ms on the clock are %s', (ms, text) => {
  expect(clockText(ms)).toBe(text);
});

describe('statusText', () => {
  test.each([
    [
      'what is asked and answered',
      apiProbing(),
      'api',
      'api waits: GET :3000/healthz → 503 "db pool warming" (try 3, next in 0.2s)',
    ],
    [
      'why it does not start',
      apiProbing(),
      'web',
      'web waits for api (ready, 3rd probe: 503 "db pool warming", next in 0.2s)',
    ],
    [
      'that a job is remembered',
      apiProbing(),
      'seed',
      'seed is cached: nothing that it depends on changed   outputs: ADMIN_TOKEN',
    ],
    ['how a job ended', apiProbing(), 'migrate', 'migrate exited with 0 after 790ms'],
    [
      'how it became ready, and where it is',
      allReady(),
      'web',
      `web is ready after 200ms   127.0.0.1:8080 → web:8080   up since ${timeAt(3700)}   GET :8080/healthz, try 1`,
    ],
    [
      'since when, with the day, what was there before',
      shop().play(0, {
        type: 'unit.ready',
        instance: instanceId('db'),
        by: { kind: 'kept' },
        startedAt: new Date(2025, 11, 24, 18, 30).getTime(),
      }),
      'db',
      'db is ready   up since Dec 24, 18:30:00   as before',
    ],
    ['what failed', migrateFailed(), 'migrate', 'migrate failed: the job "migrate" left with exit code 3'],
    ['why it never started', migrateFailed(), 'api', 'api was not started: migrate failed'],
  ])('says %s', (_, run, unit, text) => {
    expect(statusText(run, instanceId(unit), run.now)).toBe(text);
  });
});

test('addressesOf shows where a published port leads, also one that the engine has picked', () => {
  const run = new ScriptedRun({ '': { web: { ports: ['127.0.0.1:8080→80', '9000'] } } });
  const addresses = () => addressesOf(run, instanceId('web'));
  expect(addresses()).toEqual(['127.0.0.1:8080 → web:80', '9000 → web']);
  run.play(0, { type: 'unit.published', instance: instanceId('web'), ports: ['0.0.0.0:32768→81'] });
  expect(addresses()).toEqual(['127.0.0.1:8080 → web:80', '9000 → web', '0.0.0.0:32768 → web:81']);
});
