import { describe, expect, test } from 'vitest';
import type { Manifest, Mount } from '../../src/manifest/model.ts';
import { job, manifestOf, service } from './manifest-builder.ts';
import { planOf } from './plan-of.ts';

const span = { source: { path: '', text: '', folder: '/' }, start: 0, end: 0 };
const mount = (volume: string, readOnly = false): Mount => ({
  type: 'volume',
  volume,
  target: '/data',
  readOnly,
  span,
});
const onData = { mounts: [mount('data')] };

/** Which jobs of a plan are kept apart, each pair once. */
function pairsOf(manifest: Manifest): readonly string[] {
  return [...planOf(manifest).units.values()].flatMap((unit) =>
    unit.kind === 'job'
      ? unit.apartFrom.filter((other) => other > unit.name).map((other) => `${unit.name} ${other}`)
      : [],
  );
}

type Input = Parameters<typeof manifestOf>[0];

describe('two jobs are kept apart', () => {
  test.each<[string, Input, readonly string[]]>([
    [
      'that depend on one service',
      { units: [service('db'), job('a', { needs: ['db'] }), job('b', { needs: ['db'] })] },
      ['a b'],
    ],
    ['that say so', { units: [service('db'), job('a', { state: ['db'] }), job('b', { needs: ['db'] })] }, ['a b']],
    ['that mount one volume', { units: [job('a', onData), job('b', onData)], volumes: ['data'] }, ['a b']],
    [
      'whose services stand on one volume',
      {
        units: [service('x', onData), service('y', onData), job('a', { needs: ['x'] }), job('b', { needs: ['y'] })],
        volumes: ['data'],
      },
      ['a b'],
    ],
    [
      'where one only waits for the start of the other',
      { units: [service('db'), job('a', { needs: ['db'] }), job('b', { needs: ['a:started'] })] },
      ['a b'],
    ],
  ])('%s', (_, input, pairs) => {
    expect(pairsOf(manifestOf(input))).toEqual(pairs);
  });

  test.each<[string, Input]>([
    [
      'of different data',
      { units: [service('x'), service('y'), job('a', { needs: ['x'] }), job('b', { needs: ['y'] })] },
    ],
    [
      'that say they work on none',
      { units: [service('db'), job('a', { needs: ['db'], state: [] }), job('b', { needs: ['db'] })] },
    ],
    [
      'that come one after the other anyway',
      {
        units: [service('db'), job('a', { needs: ['db'] }), service('x', { needs: ['a'] }), job('b', { needs: ['x'] })],
      },
    ],
    [
      'of different stages',
      {
        stages: ['one', 'two', 'three'],
        units: [
          service('db', { stage: 'one' }),
          job('a', { stage: 'two', state: ['db'] }),
          job('b', { stage: 'three', state: ['db'] }),
        ],
      },
    ],
    [
      'whose services only read a common volume',
      {
        units: [
          service('x', { mounts: [mount('data', true)] }),
          service('y', { mounts: [mount('data', true)] }),
          job('a', { needs: ['x'] }),
          job('b', { needs: ['y'] }),
        ],
        volumes: ['data'],
      },
    ],
  ])('but not those %s', (_, input) => {
    expect(pairsOf(manifestOf(input))).toEqual([]);
  });

  test('also of different stages where no stage waits for another', () => {
    const units = [job('a', { stage: 'one', ...onData }), job('b', { stage: 'two', ...onData })];
    const manifest = manifestOf({ stages: ['one', 'two'], units, volumes: ['data'] });
    expect(pairsOf({ ...manifest, barrier: 'eager' })).toEqual(['a b']);
  });
});
