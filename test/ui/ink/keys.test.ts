import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { bindings } from '../../../src/ui/screen/key-table.ts';
import { allReady, apiProbing, dataReady, migrateFailed, migrationFailure } from '../shop.ts';
import { keys } from '../terminal.ts';
import { openScreen } from './open-screen.ts';

const manyLines = Array.from({ length: 100 }, (_, index) => `line ${index + 1}.`);

describe('moving', () => {
  test('arrows and j k choose a unit, whose state is told below', async () => {
    const { terminal, run } = await openScreen(80, 24);
    apiProbing(run);
    await terminal.until((seen) => seen.includes('▸ ◐ api'));
    terminal.type(keys.down);
    await terminal.until((seen) => seen.includes('web waits for api (ready'));
    terminal.type('kk', keys.up);
    await terminal.until((seen) => /▸ ✓ migrate/.test(seen) && seen.includes('migrate exited with 0'));
    terminal.type(keys.home);
    await terminal.until((seen) => seen.includes('▸ ✓ db'));
    terminal.type('j');
    await terminal.until((seen) => seen.includes('▸ ✓ cache'));
    terminal.type(keys.end);
    await terminal.until((seen) => seen.includes('▸ ○ web'));
  });

  test('until somebody chooses, what is under way is selected', async () => {
    const { terminal, run } = await openScreen(80, 24);
    apiProbing(run);
    await terminal.until((seen) => seen.includes('api waits: GET :3000/healthz'));
  });
});

describe('logs', () => {
  test('Enter shows those of the selected unit, a those of all', async () => {
    const { terminal, run } = await openScreen(80, 24);
    allReady(run);
    await terminal.until((seen) => seen.includes('ALL LOGS') && seen.includes('listening on'));
    terminal.type(keys.home, keys.enter);
    const own = await terminal.until((seen) => seen.includes('LOGS db'));
    expect(own).toContain('starting PostgreSQL');
    expect(own).not.toContain('listening on');
    terminal.type('a');
    await terminal.until((seen) => seen.includes('ALL LOGS') && seen.includes('listening on'));
  });

  test('PgUp holds the view and counts what is new, f follows again', async () => {
    const { terminal, run } = await openScreen(80, 24);
    dataReady(run).log(2000, 'db', ...manyLines);
    await terminal.until((seen) => seen.includes('line 100.'));
    terminal.type(keys.pageUp);
    await terminal.until((seen) => seen.includes('line 83.') && !seen.includes('line 84.'));
    run.log(2100, 'cache', 'new one', 'new two');
    const held = await terminal.until((seen) => seen.includes('held · 19 newer'));
    expect(held).toContain('line 83.');
    expect(held).not.toContain('new one');
    terminal.type('f');
    await terminal.until((seen) => seen.includes('follow') && seen.includes('new two'));
  });

  test('in the log pane, arrows move by a line and Home and End to its ends', async () => {
    const { terminal, run } = await openScreen(80, 24);
    dataReady(run).log(2000, 'db', ...manyLines);
    await terminal.until((seen) => seen.includes('line 100.'));
    terminal.type(keys.tab, keys.up);
    await terminal.until((seen) => seen.includes('held · 1 newer') && !seen.includes('line 100.'));
    terminal.type(keys.home);
    await terminal.until((seen) => seen.includes('starting PostgreSQL') && seen.includes('line 15.'));
    terminal.type(keys.pageDown);
    await terminal.until((seen) => seen.includes('line 32.') && !seen.includes('line 33.'));
    terminal.type(keys.end);
    await terminal.until((seen) => seen.includes('line 100.') && seen.includes('follow'));
  });

  test('in a small terminal Enter and Tab change between tree and logs', async () => {
    const { terminal, run } = await openScreen(60, 16);
    apiProbing(run);
    await terminal.until((seen) => seen.includes('1 data') && !seen.includes('LOGS'));
    terminal.type(keys.enter);
    await terminal.until((seen) => seen.includes('LOGS api') && !seen.includes('1 data'));
    terminal.type(keys.tab);
    await terminal.until((seen) => seen.includes('1 data') && !seen.includes('LOGS'));
  });

  test('z shows one pane alone and both again', async () => {
    const { terminal, run } = await openScreen(80, 24);
    apiProbing(run);
    await terminal.until((seen) => seen.includes('ALL LOGS') && seen.includes('1 data'));
    terminal.type(keys.tab, 'z');
    await terminal.until((seen) => seen.includes('ALL LOGS') && !seen.includes('1 data'));
    terminal.type('z');
    await terminal.until((seen) => seen.includes('ALL LOGS') && seen.includes('1 data'));
  });
});

describe('help', () => {
  test('? lists every key, esc goes back', async () => {
    const { terminal, run } = await openScreen(80, 24);
    allReady(run);
    await terminal.until((seen) => seen.includes('ALL LOGS'));
    terminal.type('?');
    let shown = await terminal.until((seen) => seen.includes('MOVE'));
    while (!shown.includes('stop; again: kill')) {
      terminal.type(keys.down);
      shown += await terminal.until((seen) => !shown.endsWith(seen));
    }
    const missing = bindings.filter(({ on, help }) => on.includes('none') && !shown.includes(help));
    expect(missing.map(({ help }) => help)).toEqual([]);
    terminal.type(keys.escape);
    await terminal.until((seen) => seen.includes('ALL LOGS'));
  });
});

describe('leaving', () => {
  test('d detaches', async () => {
    const { terminal, run, sent } = await openScreen(80, 24);
    allReady(run);
    terminal.type('d');
    await expect.poll(() => sent).toEqual([{ type: 'detach' }]);
  });

  test.each([
    ['s', 'stop'],
    ['d', 'detach'],
  ])('q asks, %s answers %s', async (key, type) => {
    const { terminal, run, sent } = await openScreen(80, 24);
    allReady(run);
    await terminal.until((seen) => seen.includes('ALL LOGS'));
    terminal.type('q');
    const question = await terminal.until((seen) => seen.includes('leave shop?'));
    expect(question.split('\n')).toHaveLength(24);
    expect(sent).toEqual([]);
    terminal.type(key);
    await terminal.until((seen) => seen.includes('ALL LOGS'));
    await expect.poll(() => sent).toEqual([{ type }]);
  });

  test('q and esc change nothing', async () => {
    const { terminal, run, sent } = await openScreen(80, 24);
    allReady(run);
    await terminal.until((seen) => seen.includes('ALL LOGS'));
    terminal.type('q');
    expect(await terminal.until((seen) => seen.includes('leave shop?'))).not.toContain('^C');
    terminal.type(keys.escape);
    await terminal.until((seen) => seen.includes('ALL LOGS'));
    expect(sent).toEqual([]);
  });

  test('while it stops, the key line says that ^C kills', async () => {
    const { terminal, run } = await openScreen(80, 24);
    allReady(run);
    const before = await terminal.until((seen) => seen.includes('ALL LOGS'));
    expect(before).not.toContain('^C');
    terminal.type(keys.interrupt);
    await terminal.until((seen) => /q quit .*\^C kill$/.test(seen));
  });

  test('^C stops, a second one kills, whatever is open', async () => {
    const { terminal, run, sent } = await openScreen(80, 24);
    allReady(run);
    await terminal.until((seen) => seen.includes('ALL LOGS'));
    terminal.type('?');
    await terminal.until((seen) => seen.includes('MOVE'));
    terminal.type(keys.interrupt + keys.interrupt);
    await terminal.until((seen) => seen.includes('ALL LOGS'));
    await expect.poll(() => sent).toEqual([{ type: 'stop' }, { type: 'kill' }]);
  });
});

describe('a failure', () => {
  test('opens its report and leaves the selection alone; esc closes it, x opens it again', async () => {
    const { terminal, run } = await openScreen(80, 24);
    dataReady(run);
    await terminal.until((seen) => seen.includes('ALL LOGS'));
    terminal.type(keys.end);
    await terminal.until((seen) => seen.includes('▸ ○ web'));
    migrateFailed(run);
    await terminal.until((seen) => seen.includes('exit 3 after 390ms'));
    terminal.type(keys.escape);
    await terminal.until((seen) => seen.includes('▸ ◌ web'));
    terminal.type('x');
    await terminal.until((seen) => seen.includes('exit 3 after 390ms'));
  });

  test('waits with its report until a question is answered', async () => {
    const { terminal, run } = await openScreen(80, 24);
    dataReady(run);
    await terminal.until((seen) => seen.includes('ALL LOGS'));
    terminal.type('q');
    await terminal.until((seen) => seen.includes('leave shop?'));
    migrateFailed(run);
    expect(await terminal.until((seen) => seen.includes('FAILED'))).toContain('leave shop?');
  });

  test('after all was ready, q on the report asks, as it does elsewhere', async () => {
    const { terminal, run, sent } = await openScreen(80, 24);
    allReady(run).play(9000, { type: 'unit.failed', instance: instanceId('web'), failure: migrationFailure });
    await terminal.until((seen) => / q quit .*esc back$/.test(seen));
    terminal.type('q');
    await terminal.until((seen) => seen.includes('leave shop?'));
    expect(sent).toEqual([]);
  });

  test.each([
    ['d', 'detach'],
    ['q', 'stop'],
  ])('%s on the report asks to %s', async (key, type) => {
    const { terminal, run, sent } = await openScreen(80, 24);
    migrateFailed(run);
    await terminal.until((seen) => seen.includes('blocks'));
    terminal.type(key);
    await expect.poll(() => sent).toEqual([{ type }]);
  });
});
