import { expect, test } from 'vitest';
import type { ObservedContainer } from '../../src/plan/observed.ts';
import { teardownOrder } from '../../src/plan/teardown-order.ts';
import { costOf } from '../support/cost-of.ts';
import { container } from './container-builder.ts';

const needing = (unit: string, needs: readonly string[], stageIndex?: number) =>
  container(unit, { needs, ...(stageIndex !== undefined && { stageIndex }) });

test.each<[string, ObservedContainer[], string[]]>([
  ['nothing', [], []],
  ['what nobody needs stops at once', [needing('a', []), needing('b', [])], ['a b']],
  [
    'what others need stops after them',
    [needing('db', []), needing('api', ['db']), needing('web', ['api', 'db'])],
    ['web', 'api', 'db'],
  ],
  [
    'later stages stop first, also where nothing is needed',
    [needing('db', [], 0), needing('cache', [], 0), needing('api', ['db'], 1), needing('web', [], 2)],
    ['web', 'api', 'db cache'],
  ],
  ['what is needed but is not there is passed over', [needing('api', ['gone']), needing('db', [])], ['api db']],
  ['a need that names its own unit is passed over', [needing('api', ['api'])], ['api']],
  [
    'a circle is cut at one unit, and what it needs comes after it',
    [needing('below', []), needing('a', ['b', 'below']), needing('b', ['a']), needing('above', ['a'])],
    ['above', 'a', 'b below'],
  ],
  [
    'all instances of a unit stop together',
    [needing('db', []), needing('api', ['db']), { ...needing('api', ['db']), instance: 'api#2' }],
    ['api api', 'db'],
  ],
])('%s', (_, containers, expected) => {
  expect(teardownOrder(containers).map((wave) => wave.map(({ unit }) => unit).join(' '))).toEqual(expected);
});

test('5,000 containers in a chain are ordered in well under a second', async () => {
  const containers = Array.from({ length: 5000 }, (_, at) => needing(`u${at}`, [`u${at - 1}`]));
  const { value, ms } = await costOf(() => teardownOrder(containers));
  expect(value).toHaveLength(5000);
  expect(ms).toBeLessThan(1000);
});
