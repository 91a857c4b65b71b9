import { expect, test } from 'vitest';
import { type Asked, readOptions } from './options.ts';

const named = (asked: Asked): readonly string[] => ('cases' in asked ? asked.cases.map(({ name }) => name) : []);

test('all is measured where nothing is chosen', () => {
  const asked = readOptions([]);
  expect(asked).toMatchObject({ runs: 7, rivalRuns: 3 });
  expect(named(asked)).toEqual(
    'shop chain wide-50 wide-100 wide-200 defaults start 1000 5000 process-flood'
      .split(' ')
      .concat('frames first-frame flood idle starting waiting'.split(' ')),
  );
});

test('cases are chosen by name, each once, in the order of the names', () => {
  expect(named(readOptions(['--only', 'start, chain,wide-7,300,start']))).toEqual(['start', 'chain', 'wide-7', '300']);
  expect(named(readOptions(['--only', 'idle,ui']))).toEqual(
    'idle frames first-frame flood starting waiting'.split(' '),
  );
});

test.each([
  [['--only', 'chain,foo,bar'], /no case is named "foo", "bar"; there are\n {2}shop, chain, .*also wide-N/s],
  [['--only', ''], /no case is named ""/],
  [['--runs', '0'], /--runs takes a number from 1 to 9999, not "0"/],
  [['--rival-runs', 'many'], /--rival-runs takes a number/],
  [['--fast'], /Unknown option '--fast'/],
  [['chain'], /Unexpected argument 'chain'/],
])('%j is refused, and why is told', (args, expected) => {
  expect(readOptions(args)).toEqual({ error: expect.stringMatching(expected) });
});

test('the help names every case, in lines that fit into 100 columns', () => {
  const { help } = readOptions(['--help']) as { readonly help: string };
  for (const name of named(readOptions([]))) expect(help).toMatch(new RegExp(`^ +\\*? *${name} `, 'm'));
  expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});
