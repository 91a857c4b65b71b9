import { describe, expect, it } from 'vitest';
import { loadText, loadUnit } from './load-text.ts';

const shell = (script: string) => ({ kind: 'exec', test: { kind: 'shell', script } });
const exec = (...argv: string[]) => ({ kind: 'exec', test: { kind: 'exec', argv } });

describe('readiness is asked for', () => {
  it.each([
    ['{ tcp: { port: 5432 } }', { kind: 'tcp', port: 5432 }],
    ['{ log: "ready (to|for)" }', { kind: 'log', pattern: 'ready (to|for)' }],
    ['{ grpc: { port: 50051 } }', { kind: 'grpc', port: 50_051, service: '' }],
    ['{ grpc: { port: 50051, service: shop.v1.Cart } }', { kind: 'grpc', port: 50_051, service: 'shop.v1.Cart' }],
    ['{ file: /run/ready }', { kind: 'file', path: '/run/ready' }],
    ['{ healthcheck: true }', { kind: 'health', without: 'waits' }],
    ['{ exec: [test, -f, /ready] }', exec('test', '-f', '/ready')],
    ['{ exec: test -f /ready }', shell('test -f /ready')],
    [
      '{ http: { port: 80 } }',
      { kind: 'http', port: 80, path: '/', scheme: 'http', status: [[200, 299]], headers: {} },
    ],
    [
      '{ http: { port: 80, path: healthz, scheme: https, status: [2xx, 304, 400-404], headers: { Host: a, X: 1 } } }',
      {
        kind: 'http',
        port: 80,
        path: '/healthz',
        scheme: 'https',
        status: [
          [200, 299],
          [304, 304],
          [400, 404],
        ],
        headers: { Host: 'a', X: '1' },
      },
    ],
  ])('by ready: %s', async (text, probe) => {
    const { readiness } = await loadUnit('service', `ready: ${text}`);
    const checks = [{ probe, initialDelay: 0, timeout: 2000, lateCounts: true, successThreshold: 1 }];
    expect(readiness).toEqual({ origin: { kind: 'ready' }, checks, within: 120_000 });
  });

  it.each([
    ['healthcheck: { test: "redis-cli -a ${PASS:-hunter2} ping" }', 'redis-cli -a ${PASS:-hunter2} ping'],
    ['healthcheck: { test: [CMD, redis-cli, -a, "${PASS}", ping] }', 'redis-cli -a ${PASS} ping'],
    ['healthcheck: { test: [CMD-SHELL, "redis-cli -a $PASS ping"] }', 'redis-cli -a $PASS ping'],
    ['ready: { exec: [redis-cli, -a, $PASS] }', 'redis-cli -a $PASS'],
    ['ready: { http: { port: 80, path: "/health?key=${PASS}" } }', '/health?key=${PASS}'],
    ['ready: { all: [{ grpc: { port: 80, service: "$PASS" } }] }', '$PASS'],
    ['ready: { log: "key ${PASS} loaded" }', 'key ${PASS} loaded'],
    ['ready: { file: "/tmp/${PASS:-x}" }', '/tmp/${PASS:-x}'],
  ])('by a text that is told as it is written, without the values of variables: %s', async (lines, written) => {
    expect(await loadUnit('service', lines)).toHaveProperty('readiness.checks.0.probe.asWritten', written);
  });

  it.each([
    ['ready: { log: "ready$$" }', { kind: 'log', pattern: 'ready$' }],
    ['ready: { exec: "echo $$HOME" }', shell('echo $HOME')],
  ])('by a text that is told as it is used, where no variable is in it: %s', async (lines, probe) => {
    expect((await loadUnit('service', lines)).readiness.checks).toMatchObject([{ probe }]);
    expect(await loadUnit('service', lines)).not.toHaveProperty('readiness.checks.0.probe.asWritten');
  });

  it('by all of several, each at its own pace or at that of all', async () => {
    const lines = `ready:
      all:
        - { tcp: { port: 1 } }
        - { exec: [redis-cli, -a, "\${PASS:-hunter2}"], timeout: 5s }
        - { file: /ready, success_threshold: 2 }
      timeout: 1s
      period: 100ms`;
    const { checks } = (await loadUnit('service', lines)).readiness;
    const pace = { initialDelay: 0, timeout: 1000, successThreshold: 1, period: 100 };
    const command = { ...exec('redis-cli', '-a', 'hunter2'), asWritten: 'redis-cli -a ${PASS:-hunter2}' };
    expect(checks).toEqual([
      { ...pace, probe: { kind: 'tcp', port: 1 } },
      { ...pace, probe: command, timeout: 5000 },
      { ...pace, probe: { kind: 'file', path: '/ready' }, successThreshold: 2 },
    ]);
  });

  it("by the engine's tests, where the healthcheck has none of its own and the image may have one", async () => {
    const { readiness } = await loadUnit('service', 'healthcheck: { interval: 1s }');
    expect(readiness).toMatchObject({
      origin: { kind: 'healthcheck' },
      checks: [{ probe: { kind: 'health', without: 'ready' } }],
    });
  });

  it('at the times that the file gives', async () => {
    const lines =
      'ready: { tcp: { port: 1 }, initial_delay: 1s, timeout: 500ms, success_threshold: 3, period: 100ms }\nready_timeout: 10s';
    expect((await loadUnit('service', lines)).readiness).toMatchObject({
      checks: [{ initialDelay: 1000, timeout: 500, successThreshold: 3, period: 100 }],
      within: 10_000,
    });
  });

  it.each([
    ['[CMD, redis-cli, ping]', exec('redis-cli', 'ping')],
    ['[CMD-SHELL, "a || b"]', shell('a || b')],
    ['a || b', shell('a || b')],
  ])('by healthcheck: test: %s', async (test, probe) => {
    const { readiness, healthcheck } = await loadUnit(
      'service',
      `healthcheck: { test: ${test}, timeout: 3s, interval: 5s }`,
    );
    expect(readiness).toMatchObject({ origin: { kind: 'healthcheck' }, checks: [{ probe, timeout: 3000 }] });
    expect(healthcheck).toMatchObject({ disabled: false, interval: 5000, timeout: 3000 });
  });

  it('by ready where there is a healthcheck too', async () => {
    const lines = 'ready: { tcp: { port: 1 } }\nhealthcheck: { test: "true" }';
    expect((await loadUnit('service', lines)).readiness.origin).toEqual({ kind: 'ready' });
  });

  it.each(['init: true', 'healthcheck: { disable: true, test: "true" }', 'healthcheck: { test: [NONE] }'])(
    'by nothing but running with %s',
    async (line) => {
      expect((await loadUnit('service', line)).readiness).toMatchObject({ origin: { kind: 'none' }, checks: [] });
    },
  );
});

describe('a unit that others wait for', () => {
  const waited = (lines: string) =>
    `services:\n  web: { image: "a:1", depends_on: [db] }\n  db: { image: "a:1", ${lines} }\n`;

  it.each([
    ['init: true', ['no-readiness']],
    ['healthcheck: { disable: true }', ['no-readiness']],
    ['healthcheck: { interval: 1s }', []],
    ['ready: { tcp: { port: 1 } }', []],
    ['healthcheck: { test: pg_isready }', ['bootstrap-probe']],
    ['healthcheck: { test: pg_isready -h db }', []],
    ['healthcheck: { test: [CMD, pg_isready, --host=db] }', []],
    ['healthcheck: { test: pg_isready }, environment: { PGHOST: localhost }', []],
  ])('with %s is warned of as %j', async (lines, codes) => {
    const { problems } = await loadText(waited(lines));
    expect(problems.map(({ code }) => code)).toEqual(codes);
  });
});
