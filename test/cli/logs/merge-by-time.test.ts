import { expect, test } from 'vitest';
import { mergeByTime } from '../../../src/cli/logs/merge-by-time.ts';

async function* sequence(name: string, times: readonly number[]) {
  for (const at of times) yield { at, name };
}

test.each([
  [
    'interleaved',
    [
      [1, 4, 6],
      [2, 3, 7],
    ],
    'a1 b2 b3 a4 a6 b7',
  ],
  [
    'one after the other',
    [
      [5, 6],
      [1, 2],
    ],
    'b1 b2 a5 a6',
  ],
  [
    'at the same time',
    [
      [1, 2],
      [1, 2],
    ],
    'a1 b1 a2 b2',
  ],
  ['one empty', [[], [1]], 'b1'],
  ['none', [], ''],
])('sequences that are %s come out in the order of time', async (_, times, expected) => {
  const merged: string[] = [];
  const sources = times.map((one, index) => sequence('ab'[index] ?? '?', one));
  for await (const { at, name } of mergeByTime(sources)) merged.push(`${name}${at}`);
  expect(merged.join(' ')).toBe(expected);
});
