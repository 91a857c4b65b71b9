import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { eventText } from '../../../src/ui/lines/event-text.ts';
import { plainFace } from '../../../src/ui/lines/plain.ts';
import { themeFor } from '../../../src/ui/theme.ts';
import type { ScriptedRun } from '../scripted-run.ts';
import { allReady, apiProbing, migrateFailed, shop } from '../shop.ts';
import { everyEvent } from './every-event.ts';

const colorless = themeFor({ environment: {}, isTTY: false });
const colorful = themeFor({ environment: { FORCE_COLOR: '1' }, isTTY: false });

function show(attached = true, theme = colorless): { readonly run: ScriptedRun; readonly text: () => string } {
  const run = shop();
  let written = '';
  const write = (text: string): void => {
    written += text;
  };
  run.show(plainFace({ write, theme, attached }));
  return { run, text: () => written };
}

describe('the plain face', () => {
  test('has a sentence for every event, but for what lasts a moment, and the end, which is the summary', () => {
    const untold = Object.values(everyEvent).filter(
      (event) => event.type !== 'log' && eventText({ ...event, at: 0 }, shop()) === undefined,
    );
    expect(untold.map(({ type }) => type)).toMatchInlineSnapshot(`
      [
        "run.finished",
        "unit.fetched",
        "unit.creating",
        "unit.starting",
      ]
    `);
  });

  test('tells of attempts that follow each other, and of a failure that is allowed', () => {
    const { run, text } = show();
    const failure = { code: 'job-exit', family: 'unit', message: 'job "migrate" ended with exit code 3' } as const;
    const instance = instanceId('migrate');
    run.play(10, { type: 'unit.retrying', instance, attempt: 1, of: 2, failure, nextMs: 1000 });
    run.play(1010, { type: 'unit.running', instance, attempt: 2, adopted: false });
    run.play(1020, { type: 'unit.completed', instance, by: 'run', durationMs: 9, outputs: [], tolerated: failure });
    expect(text().split('\n').filter(Boolean)).toEqual([
      'migrate  job "migrate" ended with exit code 3 (try 1 of 2), again in 1.0s',
      'migrate  running, try 2',
      'migrate  failed, which is allowed: job "migrate" ended with exit code 3',
    ]);
  });

  test('tells a start in order, one line per event, logs between', () => {
    const { run, text } = show();
    allReady(run);
    expect(text()).toMatchInlineSnapshot(`
      "shop     up, Docker Engine 28.5.2
      shop     stage 1/4 data
      migrate  waits for db (ready)
      seed     waits for migrate (exit 0)
      web      waits for api (ready)
      api      waits for seed (exit 0) and stage prepare (migrate, seed)
      db       created
      cache    created
      db       started
      db       asking healthcheck (in the container)
      cache    started
      cache    asking healthcheck (in the container)
      db      │ starting PostgreSQL 15.8
      cache    ready after 200ms (healthcheck, 2 probes)
      db      │ database system is ready to accept connections
      db       ready after 1.2s (healthcheck, 9 probes)
      shop     stage 1/4 data done after 1.5s
      shop     stage 2/4 prepare
      migrate  started
      migrate │ 001-products.sql
      migrate │ 002-stock.sql
      migrate  exit 0 after 790ms
      seed     cached, nothing to do (outputs replayed)
      shop     stage 2/4 prepare done after 815ms
      shop     stage 3/4 backend
      api      started
      api      asking GET :3000/healthz (172.18.0.4:3000)
      api     │ listening on :3000
      api     │ GET /healthz 503 db pool warming
      api      ready after 1.0s (GET :3000/healthz, 12 probes)
      shop     stage 3/4 backend done after 1.2s
      shop     stage 4/4 edge
      web      started
      web      asking GET :8080/healthz (127.0.0.1:8080)
      web      ready after 200ms (GET :8080/healthz, 1 probe)
      shop     stage 4/4 edge done after 400ms
      shop     ready after 3.9s

                           created  started    ready     took
        ✓ db       ready      10ms    300ms     1.5s     1.2s
        ✓ cache    ready      10ms    300ms    500ms    200ms
        ✓ migrate  exit 0        -     1.5s     2.3s    790ms
        ✓ seed     cached        -        -     2.3s        -
        ✓ api      ready         -     2.5s     3.5s     1.0s
        ✓ web      :8080         -     3.7s     3.9s    200ms

        critical path  db 1.5s → migrate 800ms → seed 10ms → api 1.2s → web 400ms

      "
    `);
  });

  test('tells a failure and what was not started for it', () => {
    const { run, text } = show();
    migrateFailed(run);
    expect(text().split('\n').slice(-5).join('\n')).toMatchInlineSnapshot(`
      "migrate  failed: the job "migrate" left with exit code 3
      seed     not started: migrate failed
      api      not started: migrate failed
      web      not started: migrate failed
      "
    `);
  });

  test('shows no log lines when it will not stay', () => {
    const { run, text } = show(false);
    allReady(run);
    expect(text()).not.toContain('│');
  });

  test('tells the last answer of a slow probe, not each probe', () => {
    const { run, text } = show();
    apiProbing(run);
    const before = text().length;
    const answer = (at: number, attempt: number, error: string): void => {
      run.play(at, { type: 'unit.probe', instance: instanceId('api'), attempt, error, nextMs: 1000 });
    };
    answer(4400, 10, 'connection refused');
    answer(4600, 11, 'connection refused');
    answer(5600, 12, 'connection refused');
    answer(6600, 13, '503');
    answer(15_000, 21, '503');
    answer(16_700, 22, '503');
    expect(text().slice(before)).toBe(
      [
        'api      not ready yet: connection refused (try 11, again in 1.0s); web waits for it',
        'api      not ready yet: 503 (try 13, again in 1.0s); web waits for it',
        'api      not ready yet: 503 (try 22, again in 1.0s); web waits for it',
        '',
      ].join('\n'),
    );
  });

  test('tells the progress of a long pull now and then', () => {
    const { run, text } = show();
    for (let at = 0; at <= 12_000; at += 100) {
      run.play(at, {
        type: 'image.progress',
        image: 'postgres:15',
        current: at * 1000,
        total: 48_000_000,
        status: 'Downloading',
      });
    }
    run.play(12_100, { type: 'image.pulled', image: 'postgres:15', durationMs: 12_100 });
    expect(text()).toBe(
      [
        'shop     image postgres:15: downloading, 10 % of 48.0 MB',
        'shop     image postgres:15: downloading, 20 % of 48.0 MB',
        'shop     image postgres:15 pulled in 12.1s',
        '',
      ].join('\n'),
    );
  });

  test('does not repeat a wait for the same reason', () => {
    const { run, text } = show();
    const held = { type: 'unit.held', instance: instanceId('web'), holds: [{ kind: 'capacity' }] } as const;
    run.play(0, held).play(10, held);
    expect(text().match(/waits for/g)).toHaveLength(1);
  });

  test('keeps colours of a log line, resets them, and lets nothing else of the terminal through', () => {
    const { run, text } = show(true, colorful);
    run.log(0, 'db', '\u001b[2J\u001b[32mok\u001b[H');
    expect(text().endsWith('\u001b[32mok\u001b[0m\n')).toBe(true);
    expect(text()).not.toContain('\u001b[2J');
  });

  test('says that nothing changed', () => {
    const { run, text } = show();
    run.play(90, { type: 'run.ready', durationMs: 90, changed: false });
    expect(text()).toBe('shop     nothing changed: all is ready as before\n');
  });
});
