import { expect, test } from 'vitest';
import { mergeStreams } from '../../src/engine/merge-streams.ts';
import { all } from '../support/engine-things.ts';

async function* from<Value>(...values: readonly Value[]): AsyncGenerator<Value> {
  yield* values;
}

/** Never gives anything. */
async function* silent(): AsyncGenerator<never> {
  await new Promise(() => undefined);
}

async function* broken(): AsyncGenerator<never> {
  yield await Promise.reject(new Error('broken'));
}

test('values of all streams come, each stream in its order', async () => {
  const merged = await all(mergeStreams([from(1, 2, 3), from(10, 20)]));
  expect(merged.filter((value) => value < 10)).toEqual([1, 2, 3]);
  expect(merged.filter((value) => value >= 10)).toEqual([10, 20]);
});

test('a stream that gives nothing holds nobody up, and is not waited for by who has enough', async () => {
  for await (const value of mergeStreams<number>([silent(), from(1)])) {
    expect(value).toBe(1);
    break;
  }
});

test('the failure of one is the failure of all', async () => {
  await expect(all(mergeStreams([silent(), broken()]))).rejects.toThrow('broken');
});
