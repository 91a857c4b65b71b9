import { describe, expect, test } from 'vitest';
import { allReady, dataReady } from '../shop.ts';
import { keys } from '../terminal.ts';
import { openScreen } from './open-screen.ts';

const manyLines = Array.from({ length: 300 }, (_, index) => `request ${index + 1} took ${index % 50} ms`);

/** A screen of logs alone, on a stack that is ready, with many lines of one unit. */
async function reading(columns = 80, rows = 24) {
  const opened = await openScreen(columns, rows);
  allReady(opened.run).log(5000, 'api', ...manyLines);
  await opened.terminal.until((seen) => seen.includes('request 300'));
  opened.terminal.type(keys.tab, 'z');
  await opened.terminal.until((seen) => !seen.includes('1 data'));
  return opened;
}

describe('searching', () => {
  test('goes to the newest match, then to the one before, and round', async () => {
    const { terminal } = await reading();
    terminal.type('/', 'took 7 ms', keys.enter);
    await terminal.until((seen) => /▸ request 258 /.test(seen) && seen.includes('/took 7 ms 6/6'));
    terminal.type('N');
    await terminal.until((seen) => /▸ request 208 /.test(seen) && seen.includes('5/6'));
    terminal.type('n');
    await terminal.until((seen) => /▸ request 258 /.test(seen));
    terminal.type('n');
    await terminal.until((seen) => /▸ request 8 /.test(seen) && seen.includes('went on at the other end'));
  });

  test('takes a regular expression, and says what is wrong with one', async () => {
    const { terminal } = await reading();
    terminal.type('/', 'request (1');
    await terminal.until((seen) => seen.includes('unterminated group'));
    terminal.type('|2)99', keys.enter);
    await terminal.until((seen) => /▸ request 299 /.test(seen) && seen.includes('2/2'));
  });

  test('at 80×24 a long one leaves room for the matches and the filter', async () => {
    const { terminal } = await reading();
    terminal.type('z');
    await terminal.until((seen) => seen.includes('1 data'));
    terminal.type('/', 'request (1|2)[0-9]+ took [0-9]+ ms', keys.enter);
    await terminal.until((seen) => /held · 0 newer {2}\/requ.*… 220\/220$/m.test(seen));
    terminal.type('&', '!request 29[0-9] took', keys.enter);
    await terminal.until((seen) => / \/re.*… 210\/210 {2}&!r.*…$/m.test(seen));
  });

  test('finds nothing, and says so', async () => {
    const { terminal } = await reading();
    terminal.type('/', 'nowhere', keys.enter);
    await terminal.until((seen) => seen.includes('nothing matches nowhere'));
  });

  test('keys are letters of the text, not commands, until it is entered or given up', async () => {
    const { terminal, sent } = await reading();
    terminal.type('/', 'qdr');
    await terminal.until((seen) => seen.includes('/ qdr'));
    terminal.type(keys.escape);
    await terminal.until((seen) => !seen.includes('/ qdr'));
    expect(sent).toEqual([]);
  });

  test('pasted text goes into it, and into nothing else', async () => {
    const { terminal, sent } = await reading();
    const paste = (text: string) => terminal.type(`\u001b[200~${text}\u001b[201~`);
    paste('qsd');
    terminal.type('/');
    await terminal.until((seen) => seen.includes('Enter finds'));
    paste('request 77 \nmore');
    await terminal.until((seen) => seen.includes('/ request 77'));
    terminal.type(keys.enter);
    await terminal.until((seen) => /▸ request 77 /.test(seen));
    expect(sent).toEqual([]);
  });
});

describe('filtering', () => {
  test('shows only what matches, also of what comes in', async () => {
    const { terminal, run } = await reading();
    terminal.type('&', 'took 7 ms', keys.enter);
    await terminal.until(
      (seen) => seen.includes('6 lines') && seen.includes('request 258') && !seen.includes('request 257'),
    );
    run.log(6000, 'db', 'something else', 'took 7 ms too');
    await terminal.until((seen) => seen.includes('7 lines') && !seen.includes('something else'));
    terminal.type(keys.escape);
    await terminal.until((seen) => seen.includes('something else'));
  });

  test('with ! shows what does not match', async () => {
    const { terminal } = await reading();
    terminal.type('&', '!request', keys.enter);
    await terminal.until((seen) => seen.includes('starting PostgreSQL') && !seen.includes('request 300'));
  });

  test('answers while a flood comes in, and misses none of it', async () => {
    const { terminal, run } = await reading();
    terminal.type('&', 'needle');
    for (let part = 0; part < 20; part++) {
      run.log(6000 + part, 'api', ...Array.from({ length: 999 }, (_, index) => `hay ${index}`), `needle ${part}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    terminal.type(keys.enter);
    // The ring keeps the last 10,000 lines.
    await terminal.until((seen) => seen.includes('needle 19') && seen.includes('10 lines'));
  });
});

describe('with lines that take several rows', () => {
  const text = (index: number): string => `<${index}> ${'long '.repeat(30)}`;
  /** 40 lines of four rows each, of which four are seen at once. */
  async function wrapped() {
    const opened = await openScreen(80, 24);
    const { terminal, run } = opened;
    allReady(run);
    terminal.type(keys.tab, 'z', 'C', 'w');
    await terminal.until((seen) => seen.includes(' 0 lines') && !seen.includes('1 data'));
    run.log(5000, 'api', ...Array.from({ length: 40 }, (_, index) => text(index + 1)));
    await terminal.until((seen) => seen.includes('<40>') && !seen.includes('1 data'));
    return opened;
  }
  const numbers = (screen: string): readonly number[] => [...screen.matchAll(/<(\d+)>/g)].map(([, of]) => Number(of));

  test('Home shows the oldest line', async () => {
    const { terminal } = await wrapped();
    terminal.type(keys.home);
    await terminal.until((seen) => numbers(seen)[0] === 1);
  });

  test('reading back page by page passes over none, up to the oldest', async () => {
    const { terminal } = await wrapped();
    const seen = new Set<number>();
    for (let top = 40; top > 1; ) {
      const before = top;
      const screen = await terminal.until((shown) => (numbers(shown)[0] ?? before) < before);
      for (const number of numbers(screen)) seen.add(number);
      top = numbers(screen)[0] ?? 0;
      terminal.type(keys.pageUp);
    }
    expect(seen.size).toBe(40);
  });

  test('reading on page by page passes over none', async () => {
    const { terminal } = await wrapped();
    terminal.type(keys.home);
    const seen = new Set<number>();
    for (let last = 0; last < 40; ) {
      const before = last;
      const screen = await terminal.until((shown) =>
        before === 0 ? numbers(shown)[0] === 1 : (numbers(shown).at(-1) ?? 0) > before,
      );
      for (const number of numbers(screen)) seen.add(number);
      last = numbers(screen).at(-1) ?? 40;
      terminal.type(keys.pageDown);
    }
    expect(seen.size).toBe(40);
  });

  test('a match that is gone to is seen', async () => {
    const { terminal } = await wrapped();
    terminal.type('/', '<20>', keys.enter);
    await terminal.until((seen) => seen.includes('▸ <20>'));
  });

  test('a mark takes none of the room of the oldest line', async () => {
    const { terminal, run } = await openScreen(80, 24);
    allReady(run);
    terminal.type(keys.tab, 'z', 'C');
    await terminal.until((seen) => seen.includes(' 0 lines') && !seen.includes('1 data'));
    run.log(5000, 'api', '<1>');
    await terminal.until((seen) => seen.includes('<1>'));
    terminal.type('m');
    await terminal.until((seen) => seen.includes('mark 1'));
    run.log(5001, 'api', ...Array.from({ length: 40 }, (_, index) => `<${index + 2}>`));
    await terminal.until((seen) => seen.includes('<41>'));
    terminal.type(keys.home);
    await terminal.until((seen) => numbers(seen)[0] === 1 && seen.includes('mark 1'));
  });
});

describe('how lines are shown', () => {
  test('w breaks long lines, and cuts them again', async () => {
    const { terminal, run } = await reading();
    run.log(6000, 'api', `${'long '.repeat(20)}end`);
    await terminal.until((seen) => seen.includes('long long') && !seen.includes('end'));
    terminal.type('w');
    await terminal.until((seen) => /│ .*end$/m.test(seen));
    terminal.type('w');
    await terminal.until((seen) => !seen.includes('end'));
  });

  test('p spreads JSON out, wherever it stands in a line', async () => {
    const { terminal, run } = await reading();
    run.log(6000, 'api', 'got {"level":"info","took":3}');
    await terminal.until((seen) => seen.includes('"took":3'));
    terminal.type('p');
    await terminal.until((seen) => /│ {3}"level": "info",$/m.test(seen) && /api +│ got$/m.test(seen));
  });

  test('t shows when lines were written', async () => {
    const { terminal } = await reading();
    terminal.type('t');
    await terminal.until((seen) => /│ \d\d:\d\d:05\.000 request 300/.test(seen));
  });

  test('m sets a mark that stays where it was, C clears what was there', async () => {
    const { terminal, run } = await reading();
    terminal.type('m');
    await terminal.until((seen) => seen.includes('mark 1'));
    run.log(6000, 'api', 'after the mark');
    const screen = await terminal.until((seen) => seen.includes('after the mark'));
    expect(screen.indexOf('mark 1')).toBeLessThan(screen.indexOf('after the mark'));
    terminal.type('C');
    await terminal.until((seen) => !seen.includes('after the mark'));
    run.log(7000, 'db', 'something new');
    await terminal.until((seen) => seen.includes('something new') && seen.includes('1 line'));
  });

  test('of a stage, all of its units', async () => {
    const { terminal, run } = await openScreen(80, 24);
    dataReady(run).log(2000, 'api', 'of another stage');
    run.log(2001, 'cache', 'of the cache');
    await terminal.until((seen) => seen.includes('of another stage'));
    terminal.type('1', keys.enter);
    const screen = await terminal.until(
      (seen) => seen.includes('LOGS of stage data') && !seen.includes('of another stage'),
    );
    expect(screen).toContain('of the cache');
    expect(screen).toContain('starting PostgreSQL');
  });
});
