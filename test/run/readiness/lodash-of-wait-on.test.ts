import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test, vi } from 'vitest';
import * as own from '../../../src/run/readiness/lodash-of-wait-on.ts';

const waitOn = createRequire(import.meta.url).resolve('wait-on');
const lodash: typeof own = createRequire(waitOn)('lodash/fp');

test('all that wait-on takes of lodash is there, and nothing else', () => {
  const [, names = ''] = /const \{([^}]*)\} = require\('lodash\/fp'\)/.exec(readFileSync(waitOn, 'utf8')) ?? [];
  expect(Object.keys(own).toSorted()).toEqual(names.split(',').map((name) => name.trim()));
});

describe.each([
  ['lodash', lodash],
  ['what stands in for it', own],
])('%s', (_, { isBoolean, isEmpty, negate, noop, once, partial, pick, zip }) => {
  test('tells booleans and lists from what is none', () => {
    expect([true, false, 0, 'true', undefined, null].map(isBoolean)).toEqual([true, true, false, false, false, false]);
    expect([[], [0], undefined, null].map(isEmpty)).toEqual([true, false, true, true]);
    expect([true, 1].map(negate(isBoolean))).toEqual([false, true]);
    expect(noop()).toBeUndefined();
  });

  test('calls once, and with what was given before', () => {
    const callback = vi.fn((...args: readonly unknown[]) => args.join());
    const onlyOnce = once(callback);
    expect([onlyOnce(1, 2), onlyOnce(3)]).toEqual(['1,2', '1,2']);
    expect(partial(callback, [4, 5])(6)).toBe('4,5,6');
    expect(callback).toHaveBeenCalledTimes(2);
  });

  test('picks keys that there are, and puts lists beside each other', () => {
    expect(pick(['auth', 'headers'], { headers: 1, other: 2 })).toEqual({ headers: 1 });
    expect(pick(['auth'], { auth: undefined })).toEqual({ auth: undefined });
    expect(zip(['a', 'b'], [true, false])).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });
});
