import { expect, test } from 'vitest';
import { gatewaysOf } from '../../../src/engine/docker/gateways-of.ts';

test.each([
  ['that the engine tells', 'bridge', { Subnet: '172.18.0.0/16', Gateway: '172.18.0.9' }, ['172.18.0.9']],
  ['that it tells with a prefix', 'bridge', { Gateway: 'fd00::1/64' }, ['fd00::1']],
  ['of its own bridge that it has just made', 'bridge', { Subnet: '172.17.0.0/16' }, ['172.17.0.1']],
  ['of a small subnet', 'bridge', { Subnet: '10.1.2.128/28' }, ['10.1.2.129']],
  ['of a network of another kind', 'macvlan', { Subnet: '192.168.1.0/24' }, []],
  ['of a subnet without a first address', 'bridge', { Subnet: 'fd00::/64' }, []],
])('the gateway is that %s', (_, Driver, config, gateways) => {
  expect(gatewaysOf({ Driver, IPAM: { Driver: 'default', Config: [config] } })).toEqual(gateways);
});
