import { expect, test } from 'vitest';
import { networkGap } from '../../src/plan/network-gap.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { container, observedOf } from './container-builder.ts';

const network = (key: string, external = false) => ({ key, name: `shop_${key}`, external });
const networks = [network('front'), network('back'), network('theirs', true)] as unknown as Plan['networks'];
const attached = (...keys: readonly string[]) =>
  ({ unit: { networking: { kind: 'networks', attachments: keys.map((key) => ({ network: key })) } } }) as never;
const found = (...names: readonly string[]) => ({
  ...observedOf(),
  networks: names.map((name) => ({ name: `shop_${name}`, id: `id-${name}`, owned: true, gateways: [] })),
});
const on = (ids: Readonly<Record<string, string>>) =>
  container('api', { networks: new Map(Object.entries(ids).map(([name, id]) => [`shop_${name}`, id])) });

test.each([
  ['is on the networks that are there', { front: 'id-front', back: 'id-back' }, ['front', 'back'], undefined],
  ['was taken off one', { front: 'id-front' }, ['front', 'back'], 'not on network "back" any more'],
  ['is on one that was removed', { front: 'id-front', back: 'id-back' }, ['front'], 'network "back" is gone'],
  [
    'is on one that was made anew',
    { front: 'old', back: 'id-back' },
    ['front', 'back'],
    'network "front" is another one',
  ],
  ['has never started, and finds it then', { front: '', back: '' }, ['front', 'back'], undefined],
  ['is told by names', { front: 'shop_front', back: 'shop_back' }, ['front', 'back'], undefined],
] as const)('a container that %s', (_, ids, there, gap) => {
  expect(networkGap({ networks }, attached('front', 'back'), on(ids), found(...there))).toBe(gap);
});

test('a network of others is not looked for, but to be on it is', () => {
  expect(networkGap({ networks }, attached('theirs'), on({ theirs: 'some id' }), found())).toBeUndefined();
  expect(networkGap({ networks }, attached('theirs'), on({}), found())).toBe('not on network "theirs" any more');
});

test('what is on no network of its own, and a process of the host, has none to miss', () => {
  const host = { unit: { networking: { kind: 'host' } } } as never;
  expect(networkGap({ networks }, host, on({}), found())).toBeUndefined();
  expect(networkGap({ networks }, attached('front'), container('api'), found())).toBeUndefined();
});
