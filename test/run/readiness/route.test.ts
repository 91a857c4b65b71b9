import { describe, expect, test } from 'vitest';
import type { ObservedContainer } from '../../../src/plan/observed.ts';
import { probePortsFor, type Route, routeFor, targetOf } from '../../../src/run/readiness/route.ts';

const attached = { kind: 'networks', attachments: [{ network: 'default' }] } as unknown as Parameters<
  typeof routeFor
>[1];
const networks = [['default', { name: 'shop_default' }]] as unknown as Parameters<typeof routeFor>[2];
const engineAt = (publishedHost: string | undefined, reaches: boolean) => ({ publishedHost, reaches: () => reaches });

const published = (host: string): Route => ({ kind: 'published', host });

/** A container whose port 80 is published as 8080 of an address of the engine's host. */
const boundTo = (address: string) =>
  ({
    ports: [{ container: 80, protocol: 'tcp', address, host: 8080 }],
    addresses: new Map([['shop_default', '10.0.0.2']]),
  }) as unknown as ObservedContainer;

describe('a unit is reached', () => {
  test('at its own address where this machine has its network', () => {
    const route = routeFor(engineAt('127.0.0.1', true), attached, networks);
    expect(targetOf(boundTo('127.0.0.1'), 80, route)).toMatchObject({ host: '10.0.0.2', port: 80 });
  });

  test('at its published port elsewhere', () => {
    expect(routeFor(engineAt('127.0.0.1', false), attached, networks)).toEqual(published('127.0.0.1'));
  });

  test("at the engine's host where it has that one's network", () => {
    const route = routeFor(engineAt('far', false), { kind: 'mode', mode: 'host' }, networks);
    expect(targetOf(boundTo('0.0.0.0'), 80, route)).toMatchObject({ host: 'far', port: 80 });
  });

  test('not at all where nothing is published that this machine could connect to', () => {
    expect(routeFor(engineAt(undefined, false), attached, networks)).toEqual({ kind: 'none' });
  });
});

describe('a published port is asked', () => {
  test.each([
    ['all addresses', '0.0.0.0', '127.0.0.1', '127.0.0.1'],
    ['all addresses of an engine elsewhere', '', 'far', 'far'],
    ['all addresses, of version 6', '::', 'far', 'far'],
    ['one address', '192.0.2.7', 'far', '192.0.2.7'],
    ['the loopback', '127.0.0.1', '127.0.0.1', '127.0.0.1'],
    ['another loopback', '127.0.0.9', 'localhost', '127.0.0.9'],
    ['the loopback of version 6', '::1', '::1', '::1'],
  ])('where it is bound: %s', (_, address, host, expected) => {
    expect(targetOf(boundTo(address), 80, published(host))).toMatchObject({ host: expected, port: 8080 });
  });

  test.each(['127.0.0.1', '127.0.0.9', '::1'])(
    'never here when it is bound to %s of an engine elsewhere',
    (address) => {
      expect(targetOf(boundTo(address), 80, published('far'))).toBeUndefined();
    },
  );
});

describe('a port is published for its probe', () => {
  const checks = [{ probe: { kind: 'tcp', port: 80 } }] as unknown as Parameters<typeof probePortsFor>[0];

  test('where the loopback of the engine is that of this machine', () => {
    expect(probePortsFor(checks, [], published('127.0.0.1'))).toEqual([80]);
  });

  test('not on an engine elsewhere, whose loopback nobody here reaches', () => {
    expect(probePortsFor(checks, [], published('far'))).toEqual([]);
  });
});
