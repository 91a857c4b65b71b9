import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { ScriptedRun } from '../scripted-run.ts';
import { allReady, apiProbing, migrateFailed } from '../shop.ts';
import { openScreen } from './open-screen.ts';

const still = /[◐◓◑◒]/g;

/** The whole screen once it shows `text`; the animation is held at its first frame. */
async function screenOf(
  columns: number,
  rows: number,
  play: (run: ScriptedRun) => unknown,
  text: string,
): Promise<string> {
  const { terminal, run } = await openScreen(columns, rows, { NO_COLOR: '1' });
  play(run);
  const screen = await terminal.until((seen) => seen.includes(text));
  expect(terminal.scrolledOut()).toBe(0);
  return `\n${screen.replaceAll(still, '◐').replace(/(?<=up since )[\d:]{8}/, '<time>')}\n`;
}

describe('starting', () => {
  test('at 80×24: stages, timers, reasons of waits, logs, status and critical path', async () => {
    expect(await screenOf(80, 24, apiProbing, 'pool warming" (try')).toMatchInlineSnapshot(`
      "
       devstack  shop  starting · stage 3/4 backend                  4/6 ready  00:02
      ──────────────────────────────────┬─────────────────────────────────────────────
      ▾ 1 data      ✓ done         1.4s │ ALL LOGS  follow  6 lines
          ✓ db       ready         1.2s │ db      │ starting PostgreSQL 15.8
          ✓ cache    ready        200ms │ db      │ database system is ready to accep…
      ▾ 2 prepare   ✓ done        800ms │ migrate │ 001-products.sql
          ✓ migrate  exit 0       790ms │ migrate │ 002-stock.sql
          ✓ seed     cached           - │ api     │ listening on :3000
      ▾ 3 backend   ◐ ongoing     370ms │ api     │ GET /healthz 503 db pool warming
        ▸ ◐ api      try 3: 503 … 370ms │
      ▾ 4 edge      ○ queued          - │
          ○ web      ← api            - │
                                        │
                                        │
                                        │
                                        │
                                        │
                                        │
                                        │
                                        │
      ──────────────────────────────────┴─────────────────────────────────────────────
       api waits: GET :3000/healthz → 503 "db pool warming" (try 3, next in 0.2s)
       critical path: db 1.5s → migrate 800ms → seed 10ms → api 390ms…
       ↑↓ move  ⏎ logs  / find  r restart  g graph  d detach  ? help  q quit  E shell
      "
    `);
  });

  test('at 60×16: the tree alone', async () => {
    expect(await screenOf(60, 16, apiProbing, 'pool warming')).toMatchInlineSnapshot(`
      "
       shop  starting · stage 3/4 backend        4/6 ready  00:02
      ────────────────────────────────────────────────────────────
      ▾ 1 data      ✓ done                                   1.4s
          ✓ db       ready                                   1.2s
          ✓ cache    ready                                  200ms
      ▾ 2 prepare   ✓ done                                  800ms
          ✓ migrate  exit 0                                 790ms
          ✓ seed     cached                                     -
      ▾ 3 backend   ◐ ongoing                               370ms
        ▸ ◐ api      try 3: 503 "db pool warming"           370ms
      ▾ 4 edge      ○ queued                                    -
          ○ web      ← api                                      -
      ────────────────────────────────────────────────────────────
       api waits: GET :3000/healthz → 503 "db pool warming" (try …
       critical path: db 1.5s → migrate 800ms → seed 10ms → api 3…
       ↑↓ move  ⏎ logs  / find  g graph  d detach  ? help  q quit
      "
    `);
  });

  test('at 120×40: more of everything', async () => {
    const screen = await screenOf(120, 40, apiProbing, 'pool warming" (try');
    expect(screen.split('\n').slice(0, 15).join('\n')).toMatchInlineSnapshot(`
      "
       devstack  shop  starting · stage 3/4 backend                                                          4/6 ready  00:02
      ──────────────────────────────────────────────────┬─────────────────────────────────────────────────────────────────────
      ▾ 1 data      ✓ done                         1.4s │ ALL LOGS  follow  6 lines
          ✓ db       ready                         1.2s │ db      │ starting PostgreSQL 15.8
          ✓ cache    ready                        200ms │ db      │ database system is ready to accept connections
      ▾ 2 prepare   ✓ done                        800ms │ migrate │ 001-products.sql
          ✓ migrate  exit 0                       790ms │ migrate │ 002-stock.sql
          ✓ seed     cached                           - │ api     │ listening on :3000
      ▾ 3 backend   ◐ ongoing                     370ms │ api     │ GET /healthz 503 db pool warming
        ▸ ◐ api      try 3: 503 "db pool warming" 370ms │
      ▾ 4 edge      ○ queued                          - │
          ○ web      ← api                            - │
                                                        │
                                                        │"
    `);
    expect(screen.trimEnd().split('\n')).toHaveLength(41);
  });
});

test('running: how long it took, ports, and no timer that moves', async () => {
  expect(await screenOf(80, 24, allReady, 'ready after 3.9s')).toMatchInlineSnapshot(`
    "
     devstack  shop  ✓ ready after 3.9s                            6/6 ready  00:03
    ──────────────────────────────────┬─────────────────────────────────────────────
    ▾ 1 data      ✓ done         1.4s │ ALL LOGS  follow  6 lines
      ▸ ✓ db       ready         1.2s │ db      │ starting PostgreSQL 15.8
        ✓ cache    ready        200ms │ db      │ database system is ready to accep…
    ▾ 2 prepare   ✓ done        800ms │ migrate │ 001-products.sql
        ✓ migrate  exit 0       790ms │ migrate │ 002-stock.sql
        ✓ seed     cached           - │ api     │ listening on :3000
    ▾ 3 backend   ✓ done         1.2s │ api     │ GET /healthz 503 db pool warming
        ✓ api      ready         1.0s │
    ▾ 4 edge      ✓ done        380ms │
        ✓ web      :8080        200ms │
                                      │
                                      │
                                      │
                                      │
                                      │
                                      │
                                      │
                                      │
    ──────────────────────────────────┴─────────────────────────────────────────────
     db is ready after 1.2s   up since <time>   healthcheck, try 9
     critical path: db 1.5s → migrate 800ms → seed 10ms → api 1.2s → web 400ms
     ↑↓ move  ⏎ logs  / find  r restart  g graph  d detach  ? help  q quit  E shell
    "
  `);
});

test('who only looks on is told that it is being looked until it is known what is there', async () => {
  const run = new ScriptedRun({ data: { db: {} } }, 'shop', 'attach');
  const { terminal } = await openScreen(80, 24, {}, {}, run);
  run.play(0, { type: 'run.started', project: 'shop', command: 'attach', engine: 'Docker Engine 28.5.2' });
  const before = await terminal.until((seen) => seen.includes('shop  looking'));
  expect(before).toMatch(/^ db is looked for$/m);
  expect(before).not.toMatch(/stage 1\/1|about to start/);
  run.play(500, { type: 'unit.ready', instance: instanceId('db'), by: { kind: 'kept' }, startedAt: run.startedAt });
  await terminal.until((seen) => seen.includes('✓ attached'));
});

test('what is stopped after all was ready is not told to be ready', async () => {
  const { terminal, run } = await openScreen(80, 24);
  allReady(run);
  await terminal.until((seen) => seen.includes('✓ ready after'));
  run.play(9000, { type: 'unit.stopped', instance: instanceId('web'), reason: 'asked for' });
  const screen = await terminal.until((seen) => seen.includes('5/6 ready'));
  expect(screen.split('\n')[0]).toMatch(/shop {2}1 not ready · stage 4\/4 edge +5\/6 ready/);
});

describe('failed', () => {
  test('at 80×24: the report opens by itself', async () => {
    expect(await screenOf(80, 24, migrateFailed, 'blocks')).toMatchInlineSnapshot(`
      "
       devstack  shop  ✗ FAILED · stage 2/4 prepare                  2/6 ready  00:01
      ────────────────────────────────────────────────────────────────────────────────
       ✗ migrate   exit 3 after 390ms   attempt 1/1   image postgres:15
         why       the job "migrate" left with exit code 3
         last log  │ 001-products.sql
                   │ psql:/migrations/002-stock.sql:4: ERROR:  syntax error at or near
                   │ "TABEL"
         blocks    3 not started: seed, api (through seed), web (through api)
         kept      db, cache still running
         hint      run "devstack logs migrate" for all of its log










      ────────────────────────────────────────────────────────────────────────────────
       migrate failed: the job "migrate" left with exit code 3
       critical path: db 1.5s → migrate 400ms
       u run again  ? help  L full log  E shell  c copy  d keep  q stop all  esc back
      "
    `);
  });

  test('at 60×16: the same, cut to the width', async () => {
    expect(await screenOf(60, 16, migrateFailed, 'blocks')).toMatchInlineSnapshot(`
      "
       shop  ✗ FAILED · stage 2/4 prepare        2/6 ready  00:01
      ────────────────────────────────────────────────────────────
       ✗ migrate   exit 3 after 390ms   attempt 1/1   image postg…
         why       the job "migrate" left with exit code 3
         last log  │ 001-products.sql
                   │ psql:/migrations/002-stock.sql:4: ERROR:
                   │ syntax error at or near "TABEL"
         blocks    3 not started: seed, api (through seed), web
                   (through api)
         kept      db, cache still running
         hint      run "devstack logs migrate" for all of its
                   log
      ────────────────────────────────────────────────────────────
       migrate failed: the job "migrate" left with exit code 3
       critical path: db 1.5s → migrate 400ms
       u run again  ? help  E shell  d keep  q stop all  esc back
      "
    `);
  });
});

describe('in ASCII, for a dumb terminal', () => {
  test('every sign has a stand-in', async () => {
    const { terminal, run } = await openScreen(80, 24, { TERM: 'dumb' });
    apiProbing(run);
    const screen = await terminal.until((seen) => seen.includes('pool warming'));
    // the ellipsis of a line that Ink cut is the one sign that is not ours
    expect(screen.replaceAll('…', '')).toMatch(/^[\n -~]*$/);
  });
});

describe('where signs are spelled out', () => {
  test('keys stand in full, and below each other in the help and the palette', async () => {
    const { terminal, run } = await openScreen(80, 24, { DEVSTACK_ASCII: '1' });
    allReady(run);
    const panes = await terminal.until((seen) => seen.includes('6/6 ready'));
    expect(panes.split('\n').at(-1)).toMatch(/Enter logs .* q quit$/);
    terminal.type('?');
    const help = await terminal.until((seen) => seen.includes('newest line') && seen.includes(' LOGS'));
    expect(help).toMatch(/^ {3}Enter {2}logs of/m);
    expect(help).toMatch(/^ {3}\/ {6}find/m);
    terminal.type('q');
    await terminal.until((seen) => seen.includes('ALL LOGS'));
    terminal.type(':');
    const palette = await terminal.until((seen) => seen.includes('Enter does it'));
    expect(palette).toMatch(/^ > Enter unit logs/m);
    expect(palette).toMatch(/^ {3}\/ {5}search/m);
  });
});

test('an image that is fetched has a bar where there is room, and its share where there is not', async () => {
  const fetched = (run: ScriptedRun): ScriptedRun =>
    run
      .play(0, { type: 'run.started', project: 'shop', command: 'up', engine: 'Docker Engine 28.5.2' })
      .play(10, { type: 'unit.pulling', instance: 'db#1', image: 'postgres:15' })
      .play(20, { type: 'image.progress', image: 'postgres:15', current: 45, total: 100, status: 'downloading' });
  expect(await screenOf(200, 60, fetched, 'pulling 45')).toContain(`pulling 45 % ${'█'.repeat(9)}${'░'.repeat(11)} `);
  expect(await screenOf(80, 24, fetched, 'pulling 45')).not.toContain('█');
});
