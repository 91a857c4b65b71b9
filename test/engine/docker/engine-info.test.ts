import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import type { Endpoint } from '../../../src/engine/docker/endpoint.ts';
import { engineInfo } from '../../../src/engine/docker/engine-info.ts';
import { testHost } from '../../support/test-host.ts';

const socket: Endpoint = { kind: 'socket', path: '/var/run/docker.sock' };
const tcp: Endpoint = { kind: 'tcp', host: '127.0.0.1', port: 2375, tls: undefined };
const plain = { Platform: { Name: 'Docker Engine - Community' }, Components: [{ Name: 'Engine' }] };
const desktop = { Platform: { Name: 'Docker Desktop 4.40' }, Components: [{ Name: 'Engine' }] };
const rootless = { Platform: { Name: '' }, Components: [{ Name: 'Engine' }, { Name: 'rootlesskit' }] };
const network = { name: 'n', id: '1', owned: true, gateways: ['127.0.0.1'] };

const infoOf = (endpoint: Endpoint, version: object, platform: NodeJS.Platform = 'linux') =>
  engineInfo(
    endpoint,
    { Version: '28', ...version } as Parameters<typeof engineInfo>[1],
    '1.51',
    testHost({ platform }),
  );

test.runIf(networkInterfaces().lo !== undefined).each([
  ['a local engine', socket, plain, 'linux', true],
  ['Docker Desktop', socket, desktop, 'linux', false],
  ['a rootless engine', socket, rootless, 'linux', false],
  ['an engine behind a forwarded port', tcp, plain, 'linux', false],
  ['an engine of another system', socket, plain, 'darwin', false],
] as const)('containers of %s are reached under their own address: %#', (_, endpoint, version, platform, reached) => {
  expect(infoOf(endpoint, version, platform).reaches(network)).toBe(reached);
});

test('a network whose gateway is no address of this machine is not reached', () => {
  expect(infoOf(socket, plain).reaches({ ...network, gateways: ['203.0.113.1'] })).toBe(false);
});

test('published ports are found where the engine is', () => {
  expect(infoOf(socket, plain).publishedHost).toBe('127.0.0.1');
  expect(infoOf({ kind: 'ssh', host: 'far', port: 22, username: 'me' }, plain).publishedHost).toBe('far');
});

test.runIf(networkInterfaces().lo !== undefined).each([
  ['a local engine', socket, plain, 'linux', true],
  ['Docker Desktop', socket, desktop, 'linux', true],
  ['a rootless engine', socket, rootless, 'linux', true],
  ['an engine of a virtual machine', socket, plain, 'darwin', true],
  ['an engine behind a forwarded port', tcp, plain, 'linux', false],
  ['Docker Desktop of another machine', tcp, desktop, 'linux', false],
] as const)('ports that %s publishes are ports of this machine: %#', (_, endpoint, version, platform, here) => {
  expect(infoOf(endpoint, version, platform).publishesHere([network])).toBe(here);
});

test('a local engine whose networks are none of this machine publishes elsewhere', () => {
  expect(infoOf(socket, plain).publishesHere([{ ...network, gateways: ['203.0.113.1'] }])).toBe(false);
});
