import { describe, expect, test } from 'vitest';
import type { Intent } from '../../../src/core/event.ts';
import { allReady, apiProbing, dataReady, migrateFailed } from '../shop.ts';
import { keys } from '../terminal.ts';
import { openScreen } from './open-screen.ts';

/** A desk that notes what it is asked. */
function notingDesk() {
  const asked: string[] = [];
  const note =
    (what: string) =>
    async (...of: readonly unknown[]): Promise<void> =>
      void asked.push([what, ...of].join(' '));
  return { asked, desk: { shell: note('shell'), pager: note('pager'), open: note('open'), apply: note('apply') } };
}

describe('units', () => {
  test.each<[string, string, Intent]>([
    ['r restarts', 'r', { type: 'restart-units', instances: ['api#1'], dependents: false }],
    ['R restarts with dependents', 'R', { type: 'restart-units', instances: ['api#1'], dependents: true }],
    ['s stops', 's', { type: 'stop-units', instances: ['api#1'] }],
    ['S starts', 'S', { type: 'start-units', instances: ['api#1'] }],
  ])('%s the selected service, and says so', async (_, key, intent) => {
    const { terminal, run, sent } = await openScreen(80, 24);
    allReady(run);
    await terminal.until((seen) => seen.includes('6/6'));
    terminal.type('3', 'j', key);
    await terminal.until((seen) => /(restarting|stopping|starting).* api/.test(seen));
    expect(sent).toEqual([intent]);
  });

  test('u runs a job, U whatever is remembered of it; neither a service', async () => {
    const { terminal, run, sent } = await openScreen(80, 24);
    allReady(run);
    await terminal.until((seen) => seen.includes('6/6'));
    terminal.type(keys.home, 'u');
    await terminal.until((seen) => seen.includes('db is no job'));
    terminal.type('jj', 'u');
    await terminal.until((seen) => seen.includes('running migrate'));
    terminal.type('U');
    await terminal.until((seen) => seen.includes('whatever is remembered'));
    const intent = { type: 'run-jobs', instances: ['migrate#1'] };
    expect(sent).toEqual([
      { ...intent, forget: false },
      { ...intent, forget: true },
    ]);
  });

  test('on a stage, all of its units are meant', async () => {
    const { terminal, run, sent } = await openScreen(80, 24);
    allReady(run);
    await terminal.until((seen) => seen.includes('6/6'));
    terminal.type('1', 'r');
    await terminal.until((seen) => seen.includes('restarting db, cache'));
    expect(sent).toEqual([{ type: 'restart-units', instances: ['db#1', 'cache#1'], dependents: false }]);
  });

  test('o opens an address, E a shell, L the whole log', async () => {
    const { asked, desk } = notingDesk();
    const { terminal, run } = await openScreen(80, 24, {}, desk);
    allReady(run);
    await terminal.until((seen) => seen.includes('6/6'));
    terminal.type(keys.end, 'o', keys.enter, 'L');
    await expect.poll(() => asked).toEqual(['open http://127.0.0.1:8080', 'pager web#1']);
    await terminal.until(() => terminal.isAlternate());
    terminal.type('E');
    await expect.poll(() => asked.at(-1)).toBe('shell web#1');
    await terminal.until((seen) => seen.includes('LOGS web'));
  });

  test('c puts an address into the clipboard of the terminal', async () => {
    const { terminal, run } = await openScreen(80, 24);
    let written = '';
    terminal.stdout.on('data', (chunk: Buffer) => {
      written += chunk.toString();
    });
    allReady(run);
    await terminal.until((seen) => seen.includes('6/6'));
    terminal.type(keys.end, 'c');
    await terminal.until((seen) => seen.includes('copied 127.0.0.1:8080'));
    expect(written).toContain(`\u001b]52;c;${Buffer.from('127.0.0.1:8080').toString('base64')}\u0007`);
  });

  test('what goes wrong is told on the screen', async () => {
    const refusal = async () => {
      throw new Error('"db" does not run');
    };
    const { terminal, run } = await openScreen(80, 24, {}, { save: refusal });
    allReady(run);
    await terminal.until((seen) => seen.includes('6/6'));
    terminal.type('\u0013');
    await terminal.until((seen) => seen.includes('"db" does not run'));
  });
});

describe('stages', () => {
  test('← closes a stage and → opens it; what is selected stays in sight', async () => {
    const { terminal, run } = await openScreen(80, 24);
    apiProbing(run);
    await terminal.until((seen) => seen.includes('▸ ◐ api'));
    terminal.type(keys.home, '\u001b[D');
    await terminal.until((seen) => /▸ 1 data/.test(seen) && !seen.includes('cache  '));
    terminal.type('\u001b[C');
    await terminal.until((seen) => /▸ ✓ db/.test(seen));
  });
});

describe('a failure', () => {
  test('u runs it again, and its panel closes', async () => {
    const { terminal, run, sent } = await openScreen(80, 24);
    migrateFailed(run);
    await terminal.until((seen) => seen.includes('blocks'));
    terminal.type('u');
    await terminal.until((seen) => seen.includes('running again: migrate') && !seen.includes('blocks'));
    expect(sent).toEqual([{ type: 'start-units', instances: ['migrate#1'] }]);
    run.play(3000, { type: 'unit.renewed', instance: 'migrate#1', cause: 'asked for' });
    migrateFailed(run);
    await terminal.until((seen) => seen.includes('blocks'));
  });
});

describe('a manifest read anew', () => {
  const changes = {
    kind: 'changes',
    steps: [{ instance: 'api#1', action: 'recreate', cause: 'image changed' }],
  } as const;

  test('shows what would change, and applies it when that is wanted', async () => {
    const { asked, desk } = notingDesk();
    const { terminal, run } = await openScreen(80, 24, {}, { ...desk, lookAhead: async () => changes });
    allReady(run);
    await terminal.until((seen) => seen.includes('6/6'));
    terminal.type('\u0012');
    await terminal.until((seen) => seen.includes('~ replace') && seen.includes('image changed'));
    expect(asked).toEqual([]);
    terminal.type('y');
    await expect.poll(() => asked).toEqual(['apply']);
  });

  test('that changes nothing asks nothing', async () => {
    const steps = [{ instance: 'db#1', action: 'keep', cause: 'unchanged' } as const];
    const lookAhead = async () => ({ kind: 'changes', steps }) as const;
    const { terminal, run } = await openScreen(80, 24, {}, { lookAhead });
    allReady(run);
    await terminal.until((seen) => seen.includes('6/6'));
    terminal.type('\u0012');
    const screen = await terminal.until((seen) => seen.includes('nothing would change'));
    expect(screen).toMatch(/^ esc back$/m);
  });

  test('that has errors shows them, and nothing can be applied', async () => {
    const { asked, desk } = notingDesk();
    const invalid = async () => ({ kind: 'invalid', lines: ['unknown key "imag"'] }) as const;
    const { terminal, run } = await openScreen(80, 24, {}, { ...desk, lookAhead: invalid });
    allReady(run);
    await terminal.until((seen) => seen.includes('6/6'));
    terminal.type('\u0012');
    await terminal.until((seen) => seen.includes('unknown key "imag"') && / esc back$/.test(seen));
    expect(terminal.screen()).not.toContain('y apply');
    terminal.type('y');
    await terminal.until((seen) => seen.includes('ALL LOGS'));
    expect(asked).toEqual([]);
  });
});

test('the selection stays when units come and go, and what is there is selected when it is gone', async () => {
  const { terminal, run } = await openScreen(80, 24);
  dataReady(run);
  await terminal.until((seen) => seen.includes('ALL LOGS'));
  terminal.type(keys.home, 'j');
  await terminal.until((seen) => seen.includes('▸ ✓ cache'));
  allReady(run);
  await terminal.until((seen) => seen.includes('6/6') && seen.includes('▸ ✓ cache'));
  terminal.resize(120, 40);
  await terminal.until((seen) => seen.split('\n').length === 40 && seen.includes('▸ ✓ cache'));
});
