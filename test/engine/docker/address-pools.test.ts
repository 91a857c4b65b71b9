import { expect, test } from 'vitest';
import { poolUse, usualPools } from '../../../src/engine/docker/address-pools.ts';

test.each([
  ['what Docker has from the start', usualPools, ['172.17.0.0/16'], { used: 1, total: 31 }],
  ['nothing', usualPools, [], { used: 0, total: 31 }],
  ['networks of all pools', usualPools, ['172.18.0.0/16', '172.21.0.0/16', '192.168.16.0/20'], { used: 3, total: 31 }],
  ['a network outside the pools', usualPools, ['10.1.0.0/16', 'fd00::/64', 'nonsense'], { used: 0, total: 31 }],
  ['two in one place', usualPools, ['192.168.0.0/24', '192.168.1.0/24'], { used: 1, total: 31 }],
  ['one over several places', usualPools, ['172.20.0.0/15'], { used: 2, total: 31 }],
  ['one around the pool', [{ base: '10.5.0.0/16', size: 24 }], ['10.0.0.0/8'], { used: 256, total: 256 }],
  ['configured pools', [{ base: '10.5.0.0/16', size: 24 }], ['10.5.3.0/24', '10.6.0.0/24'], { used: 1, total: 256 }],
  ['a pool smaller than its pieces', [{ base: '10.5.0.0/24', size: 16 }], [], { used: 0, total: 0 }],
])('places for networks are counted with %s', (_, pools, subnets, use) => {
  expect(poolUse(pools, subnets)).toEqual(use);
});
