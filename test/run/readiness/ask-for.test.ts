import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EventBody } from '../../../src/core/event.ts';
import { instanceId } from '../../../src/core/unit-state.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import type { Mount, Service } from '../../../src/manifest/model.ts';
import type { Check, Origin, Probe } from '../../../src/manifest/readiness-model.ts';
import type { ObservedContainer } from '../../../src/plan/observed.ts';
import type { RunContext } from '../../../src/run/context.ts';
import { Limiter } from '../../../src/run/limiter.ts';
import { askFor } from '../../../src/run/readiness/ask-for.ts';
import { Crowd } from '../../../src/run/readiness/crowd.ts';
import type { Route } from '../../../src/run/readiness/route.ts';
import { handClock } from './hand-clock.ts';

const instance = instanceId('app');
const signal = new AbortController().signal;
const limits = { timeout: 2000 };

const container = {
  handle: 'id',
  instance,
  unit: 'app',
  status: { kind: 'running', startedAt: 1, health: 'none' },
  ports: [],
  addresses: new Map([['shop_default', '10.0.0.2']]),
} as unknown as ObservedContainer;

/** A run on an engine that is told which calls came. */
function contextWith(route: Route, mounts: readonly Partial<Mount>[] = [], more: Partial<Service> = {}) {
  const calls: string[] = [];
  const warnings: string[] = [];
  const engine: Partial<Engine> = {
    hasFile: async (_, path) => calls.push(`hasFile ${path}`) > 0,
    exec: async (_, command) => {
      calls.push(`exec ${command.kind === 'exec' ? command.argv.join(' ') : command.script}`);
      return { exitCode: 0, output: '' };
    },
  };
  const unit = { networking: { kind: 'networks', attachments: [] }, mounts, ...more };
  const context = {
    engine,
    clock: handClock(),
    emit: (event: EventBody) => event.type === 'warning' && warnings.push(event.message),
    limiter: new Limiter(1),
    crowd: new Crowd(),
    ground: { volumes: [], routeOf: () => route },
    plan: () => ({ units: new Map([['app', { unit }]]) }),
    containers: new Map([[instance, container]]),
  };
  return { calls, warnings, context: context as unknown as RunContext };
}

const readinessOf = (kind: Origin['kind'], ...probes: readonly Probe[]) => {
  const origin: Origin = kind === 'preset' ? { kind, preset: 'nats' } : { kind };
  const checks = probes.map((probe): Check => ({ probe, initialDelay: 0, timeout: 2000, successThreshold: 1 }));
  return { origin, checks, within: 1000 };
};

const direct: Route = { kind: 'direct', networks: ['shop_default'] };
const none: Route = { kind: 'none' };
const tcp: Probe = { kind: 'tcp', port: 4222 };
const isUp: Probe = { kind: 'exec', test: { kind: 'exec', argv: ['is-up'] } };

const postgres = {
  kind: 'service',
  server: 'postgres',
  environment: new Map(),
  readiness: readinessOf('none'),
} as const;

/** A server of this machine, and its port. */
async function listen(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('a container is asked', () => {
  test('at its own address, and for each of several checks', () => {
    const { context } = contextWith(direct);
    const asked = askFor(context, readinessOf('ready', tcp, { kind: 'file', path: '/a' }), container, signal);
    expect(asked.map(({ name, route }) => [name, route])).toEqual([
      [':4222 accepts connections', '10.0.0.2:4222 (its own address)'],
      ['it has the file /a', 'in the container'],
    ]);
  });

  test('where it runs, also when that is no container', () => {
    const { context } = contextWith(none, [], { place: 'host' });
    const asked = askFor(context, readinessOf('ready', isUp, { kind: 'file', path: '/a' }), container, signal);
    expect(asked.map(({ route }) => route)).toEqual(['on this machine', 'on this machine']);
  });

  test('not at all by a preset whose port can not be reached from here, which is told', () => {
    const { context, warnings } = contextWith(none);
    expect(askFor(context, readinessOf('preset', tcp), container, signal)).toEqual([]);
    expect(warnings).toEqual([
      'port 4222 of "app" can not be reached from this machine, so it counts as ready as soon as it runs',
    ]);
  });

  test('never in vain: a port of its file that can not be reached is told', () => {
    const { context } = contextWith(none);
    expect(() => askFor(context, readinessOf('ready', tcp), container, signal)).toThrow(
      'port 4222 of "app" can not be reached from this machine',
    );
  });

  test.each([
    ['the engine', '/srv/ready', ['hasFile /srv/ready']],
    ['the container itself, in memory', '/srv/memory/ready', ['exec test -e /srv/memory/ready']],
    ['the container itself, below /dev', '/dev/ready', ['exec test -e /dev/ready']],
  ])('for a file by %s', async (_, path, expected) => {
    const { calls, context } = contextWith(none, [{ type: 'tmpfs', target: '/srv/memory' }]);
    const [asked] = askFor(context, readinessOf('ready', { kind: 'file', path }), container, signal);
    expect(await asked?.ask(limits, signal)).toEqual({ ready: true });
    expect(calls).toEqual(expected);
  });

  test('by a command, with an eye on the port of a server that is known', async () => {
    const port = await listen();
    const known = { ...postgres, environment: new Map([['PGPORT', `${port}`]]) };
    const { context } = contextWith({ kind: 'host', host: '127.0.0.1' }, [], known);
    const [asked] = askFor(context, readinessOf('healthcheck', isUp), container, signal);
    await expect(asked?.opens?.(signal)).resolves.toBeUndefined();
  });

  test.each([
    ['can not be reached', none, postgres],
    ['is one of this machine', direct, { ...postgres, place: 'host' as const }],
    ['is not known', direct, { ...postgres, server: undefined }],
  ])('by a command alone where the port of its server %s', (_, route, unit) => {
    const { context } = contextWith(route, [], unit as Partial<Service>);
    const [asked] = askFor(context, readinessOf('healthcheck', isUp), container, signal);
    expect(asked?.opens).toBeUndefined();
  });

  test('by a command at the pace that its file sets, whatever its port does', () => {
    const { context } = contextWith(direct, [], postgres);
    const { checks, ...readiness } = readinessOf('ready', isUp);
    const paced = { ...readiness, checks: checks.map((check) => ({ ...check, period: 200 })) };
    expect(askFor(context, paced, container, signal)[0]?.opens).toBeUndefined();
  });
});
