import { expect, test } from 'vitest';
import { describeEndpoint, parseEndpoint } from '../../../src/engine/docker/endpoint.ts';
import { registryHost, registryOf } from '../../../src/engine/docker/image-reference.ts';

const tls = { folder: '/certs', verify: true };

test.each([
  ['unix:///run/my.sock', undefined, { kind: 'socket', path: '/run/my.sock' }],
  ['npipe:////./pipe/docker_engine', undefined, { kind: 'socket', path: '//./pipe/docker_engine' }],
  ['tcp://far', undefined, { kind: 'tcp', host: 'far', port: 2375, tls: undefined }],
  ['tcp://far', tls, { kind: 'tcp', host: 'far', port: 2376, tls }],
  ['far:1234', undefined, { kind: 'tcp', host: 'far', port: 1234, tls: undefined }],
  ['http://[::1]:1234', undefined, { kind: 'tcp', host: '::1', port: 1234, tls: undefined }],
  ['https://far', undefined, { kind: 'tcp', host: 'far', port: 2376, tls: { folder: '/home/.docker', verify: true } }],
  ['ssh://far', undefined, { kind: 'ssh', host: 'far', port: 22, username: undefined }],
  ['ssh://me@far:2222', undefined, { kind: 'ssh', host: 'far', port: 2222, username: 'me' }],
])('the address %s leads to its endpoint', (address, certificates, endpoint) => {
  expect(parseEndpoint(address, certificates, '/home/.docker')).toEqual({ ok: true, value: endpoint });
});

test.each(['unix://', 'fd://', 'tcp://', 'ssh://', 'tcp://a b'])('the address "%s" is refused', (address) => {
  expect(parseEndpoint(address, undefined, '/home/.docker').ok).toBe(false);
});

test('an endpoint is shown without a password', () => {
  const parsed = parseEndpoint('ssh://me:secret@far', undefined, '');
  expect(parsed.ok && describeEndpoint(parsed.value)).toBe('ssh://me@far:22');
});

test.each([
  ['postgres:15', 'https://index.docker.io/v1/'],
  ['acme/app', 'https://index.docker.io/v1/'],
  ['docker.io/acme/app', 'https://index.docker.io/v1/'],
  ['ghcr.io/acme/app:1', 'ghcr.io'],
  ['localhost/app', 'localhost'],
  ['registry:5000/app@sha256:0', 'registry:5000'],
])('the image %s comes from %s', (reference, registry) => {
  expect(registryOf(reference)).toBe(registry);
});

test('the names that Docker Hub has had all mean the same', () => {
  const names = ['https://index.docker.io/v1/', 'index.docker.io', 'registry-1.docker.io', 'docker.io'];
  expect(new Set(names.map(registryHost))).toEqual(new Set(['docker.io']));
});
