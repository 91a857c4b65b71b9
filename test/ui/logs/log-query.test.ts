import { describe, expect, test } from 'vitest';
import { LogBook } from '../../../src/ui/logs/log-book.ts';
import { LogIndex } from '../../../src/ui/logs/log-index.ts';
import { LogQuery } from '../../../src/ui/logs/log-query.ts';
import { beginning, type ScriptedRun } from '../scripted-run.ts';
import { shop } from '../shop.ts';

type Line = readonly [unit: string, at: number, text: string];

/** A run that has written these lines, and the order of them as a face that saw them keeps it. */
function written(lines: readonly Line[]): { readonly run: ScriptedRun; readonly book: LogBook } {
  const run = shop();
  const book = new LogBook();
  run.show({
    event: (event) => (event.type === 'log' ? book.note(event.instance, event.at) : undefined),
    close: async () => undefined,
  });
  for (const [unit, at, text] of lines) run.log(at, unit, text);
  return { run, book };
}

const three: readonly Line[] = [
  ['db', 10, 'one'],
  ['db', 30, 'three'],
  ['api', 20, 'two'],
  ['api', 20, 'two again'],
  ['db', 40, 'four'],
];

function textsOf(lines: readonly Line[], count: number, only?: LogIndex): readonly string[] {
  const { run, book } = written(lines);
  only?.scan(book, run, () => false);
  return new LogQuery(run, book, { instances: book.instances(), only, cleared: 0 })
    .window(count)
    .map(({ text }) => text);
}

describe('lines of several units', () => {
  test('stand in the order in which they were written, not in which they came', () => {
    expect(textsOf(three, 9)).toEqual(['one', 'two', 'two again', 'three', 'four']);
  });

  test('of one moment stay in the order in which they came', () => {
    const many = Array.from({ length: 3000 }, (_, index): Line => ['db', 5, `${index}`]);
    expect(textsOf(many, 3000)).toEqual(many.map(([, , text]) => text));
  });

  test('the last of them are shown', () => {
    expect(textsOf(three, 2)).toEqual(['three', 'four']);
  });
});

test('only lines that match are shown, and counted', () => {
  const only = new LogIndex((line) => /t/.test(line));
  expect(textsOf(three, 9, only)).toEqual(['two', 'two again', 'three']);
});

test('looking through lines stops when it is told to, and goes on from there', () => {
  const { run, book } = written(Array.from({ length: 2000 }, (_, at): Line => ['db', at, `line ${at}`]));
  const index = new LogIndex((line) => line.endsWith('9'));
  expect(index.scan(book, run, () => true)).toBe(false);
  expect(index.hitsOf('db#1').length).toBeLessThan(200);
  expect(index.scan(book, run, () => false)).toBe(true);
  expect(index.hitsOf('db#1')).toHaveLength(200);
});

test('a chatty unit evicts no line of another, and the newest of its own stay', () => {
  const flood = Array.from({ length: 25_000 }, (_, index): Line => ['api', 100 + index, `request ${index}`]);
  const { run, book } = written([['db', 1, 'first'], ...flood]);
  const query = new LogQuery(run, book, { instances: book.instances(), cleared: 0 });
  expect(query.length).toBe(10_001);
  expect(query.window(10_001)[0]?.text).toBe('first');
  expect(query.window(1)[0]?.text).toBe('request 24999');
  expect(book.total(book.instances())).toBe(25_001);
});

test('what was cleared away is not shown again, what comes after it is', () => {
  const { run, book } = written(three);
  const cleared = book.latest;
  run.log(50, 'api', 'new');
  const query = new LogQuery(run, book, { instances: book.instances(), cleared });
  expect(query.window(9).map(({ text }) => text)).toEqual(['new']);
});

describe('moving', () => {
  const lines = Array.from({ length: 20 }, (_, at): Line => [at % 2 === 0 ? 'db' : 'api', at, `${at}`]);
  const { run, book } = written(lines);
  const query = new LogQuery(run, book, { instances: book.instances(), cleared: 0 });
  const bottomAfter = (...steps: readonly number[]): string | undefined => {
    let bottom: number | undefined;
    for (const step of steps) bottom = query.moved(bottom, step, 5);
    return bottom === undefined ? undefined : query.window(1, bottom)[0]?.text;
  };

  test.each([
    ['one back', [-1], '18'],
    ['a page back', [-5], '14'],
    ['never further than a full page', [-1000], '4'],
    ['back and forth', [-10, 3], '12'],
    ['forth to the end follows again', [-3, 3], undefined],
  ])('%s', (_, steps, text) => {
    expect(bottomAfter(...steps)).toBe(text);
  });

  test('counts what is below', () => {
    const place = query.window(1, query.moved(undefined, -4, 5))[0]?.place ?? 0;
    expect(query.countAfter(place)).toBe(4);
    expect(new Date(Math.floor(place / 1024)).getTime()).toBe(beginning + 15);
  });
});

test('a look at the last lines reads as many of them as are shown, however many are kept', () => {
  const reads = [100, 9000].map((kept) => {
    const { run, book } = written(Array.from({ length: kept }, (_, at): Line => ['db', at, `line ${at}`]));
    let count = 0;
    const lines = run.logsOf('db#1');
    run.logsOf = () => ({
      length: lines.length,
      last: (wanted) => lines.last(wanted),
      at: (index) => {
        count++;
        return lines.at(index);
      },
    });
    new LogQuery(run, book, { instances: ['db#1'], cleared: 0 }).window(20);
    return count;
  });
  expect(reads).toEqual([20, 20]);
});

test('lines of many units are merged as if all had been sorted, from both ends', () => {
  const units = ['db', 'api', 'web', 'migrate'];
  // Times that go back and forth, some of them the same.
  const lines = Array.from(
    { length: 400 },
    (_, index): Line => [units[(index * 7) % units.length] ?? '', (index * 37) % 101, `${index}`],
  );
  const { run, book } = written(lines);
  const query = new LogQuery(run, book, { instances: book.instances(), cleared: 0 });
  const all = query.window(lines.length);
  expect(all.toSorted((a, b) => a.place - b.place)).toEqual(all);
  expect(new Set(all.map(({ text }) => text)).size).toBe(lines.length);
  expect(query.window(30)).toEqual(all.slice(-30));
  expect(query.window(30, all[200]?.place)).toEqual(all.slice(171, 201));
  expect(query.following(30, all[200]?.place ?? 0)).toEqual(all.slice(201, 231));
  expect(query.following(30, 0)).toEqual(all.slice(0, 30));
});
