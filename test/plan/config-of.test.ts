import { expect, test } from 'vitest';
import { changedAspects, configOf } from '../../src/plan/config-of.ts';
import type { ContainerSpec } from '../../src/plan/container-spec.ts';
import { fullSpec } from './spec-builder.ts';

const key = 'a random key';

const changes = (change: Partial<ContainerSpec>) =>
  changedAspects(configOf(fullSpec, key), configOf({ ...fullSpec, ...change }, key));

test.each<[string, Partial<ContainerSpec>]>([
  ['kind', { kind: 'job' }],
  ['image', { image: 'api:2' }],
  ['command', { command: ['serve', '--verbose'] }],
  ['entrypoint', { entrypoint: [] }],
  ['environment (MODE)', { environment: new Map([...fullSpec.environment, ['MODE', 'test']]) }],
  ['environment (MORE)', { environment: new Map([...fullSpec.environment, ['MORE', '']]) }],
  ['environment (PASSWORD, MODE)', { environment: new Map() }],
  ['volumes', { mounts: [] }],
  ['ports', { ports: [{ container: 80, host: 9090, address: '127.0.0.1', protocol: 'tcp' }] }],
  ['ports for probes', { probePorts: [] }],
  ['networks', { network: { kind: 'mode', mode: 'host' } }],
  ['links', { links: [] }],
  ['volumes_from', { volumesFrom: [] }],
  ['secrets or configs', { files: [] }],
  ['hostname', { container: { ...fullSpec.container, hostname: 'other' } }],
  ['cap_add', { container: { ...fullSpec.container, cap_add: ['NET_ADMIN'] } }],
  ['working directory', { workingDir: '/src' }],
  ['user', { user: '0' }],
  ['init', { init: true }],
  ['healthcheck', { healthcheck: { disabled: true } }],
  ['restart policy', { restart: { policy: 'on-failure', maxRetries: 2 } }],
  ['stop grace period', { stopGracePeriod: 0 }],
  ['output folders', { folders: ['/devstack-output'] }],
])('a changed %s is told as just that', (aspect, change) => {
  expect(changes(change)).toEqual([aspect]);
});

test.each<[string, Partial<ContainerSpec>]>([
  ['its place in the order', { stage: 'edge', stageIndex: 2, needs: [] }],
  ['the order of its environment', { environment: new Map([...fullSpec.environment].reverse()) }],
  ['the order of its ports and mounts', { ports: fullSpec.ports.toReversed(), mounts: fullSpec.mounts.toReversed() }],
  ['the order of the keys of its healthcheck', { healthcheck: { interval: 5000, disabled: false } }],
])('%s is no reason to recreate a container', (_, change) => {
  expect(changes(change)).toEqual([]);
});

test('a configuration holds no value, only short hashes', () => {
  const config = configOf(fullSpec, key);
  expect(JSON.stringify(config)).not.toContain('hunter2');
  for (const hash of Object.values(config)) expect(hash).toMatch(/^[0-9a-f]{16}$/);
});

test('without the key a hash says nothing: another key gives other hashes throughout', () => {
  const [one, other] = [configOf(fullSpec, key), configOf(fullSpec, 'another key')];
  for (const [aspect, hash] of Object.entries(one)) expect(other[aspect]).not.toBe(hash);
});

test('equal values of two aspects do not show as equal', () => {
  const { command, entrypoint } = configOf({ ...fullSpec, command: ['x'], entrypoint: ['x'] }, key);
  expect(command).not.toBe(entrypoint);
});

test('an aspect that only an older container has is told by its key', () => {
  const config = configOf(fullSpec, key);
  expect(changedAspects({ ...config, gravity: '0' }, config)).toEqual(['gravity']);
});
