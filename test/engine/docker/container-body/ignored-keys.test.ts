import { expect, test } from 'vitest';
import { ignoredKeys } from '../../../../src/engine/docker/container-body/ignored-keys.ts';
import type { ContainerSpec, MountSpec } from '../../../../src/plan/container-spec.ts';
import { specOf } from '../../../support/engine-things.ts';

const span = { source: { path: '', text: '', folder: '/' }, start: 0, end: 0 };
const bind = { type: 'bind', source: '/here', target: '/there', readOnly: true, create: true, span } as const;
const plain = { network: 'n', aliases: [], linkLocal: [], driverOptions: {}, priority: 0 };
const on = (...networks: readonly object[]): Partial<ContainerSpec> => ({
  network: { kind: 'networks', attachments: networks.map((one) => ({ ...plain, ...one })) },
});
const mounting = (mount: MountSpec): Partial<ContainerSpec> => ({ mounts: [mount] });

test.each<readonly [key: string, since: string, before: string, spec: Partial<ContainerSpec>]>([
  ['annotations', '1.43', '1.42', { container: { annotations: { a: 'b' } } }],
  ['devices', '1.44', '1.43', { container: { devices: [{ source: 'a/b=c', target: 'a/b=c', permissions: 'rwm' }] } }],
  ['healthcheck.start_interval', '1.44', '1.43', { healthcheck: { disabled: false, startInterval: 100 } }],
  ['networks.mac_address', '1.44', '1.43', on({}, { macAddress: '02:00:00:00:00:01' })],
  ['networks.gw_priority', '1.48', '1.47', on({ gatewayPriority: 1 })],
  ['networks.interface_name', '1.49', '1.48', on({ interfaceName: 'lan0' })],
  ['volumes.bind.recursive', '1.44', '1.43', mounting({ ...bind, recursive: 'readonly' })],
  [
    'volumes.volume.subpath',
    '1.45',
    '1.44',
    mounting({ type: 'volume', name: 'v', target: '/v', readOnly: false, subpath: 'sub' }),
  ],
])('"%s" is honoured from API %s on, and ignored in %s', (key, since, before, overrides) => {
  const spec = specOf('p', 'true', overrides);
  expect([ignoredKeys(spec, since), ignoredKeys(spec, before)]).toEqual([[], [key]]);
});

test.each<readonly [key: string, of: string, spec: Partial<ContainerSpec>]>([
  [
    'volumes.bind.recursive',
    'a folder with a label of SELinux',
    mounting({ ...bind, selinux: 'z', recursive: 'disabled' }),
  ],
  [
    'mac_address',
    'a container without a network',
    { network: { kind: 'mode', mode: 'none' }, container: { mac_address: 'a' } },
  ],
  ['links', 'a container on another’s network', { network: { kind: 'container', container: 'c' }, links: ['a:b'] }],
  ['cpu_count', 'Windows', { container: { cpu_count: 1 } }],
])('"%s" of %s is ignored by every engine', (key, _, overrides) => {
  expect(ignoredKeys(specOf('p', 'true', overrides), '1.51')).toEqual([key]);
});

test('the hardware address of the first network is honoured by every engine', () => {
  expect(ignoredKeys(specOf('p', 'true', on({ macAddress: '02:00:00:00:00:01' })), '1.41')).toEqual([]);
});
