import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Probe } from '../../../src/manifest/readiness-model.ts';
import type { Answer, Target } from '../../../src/run/readiness/ask.ts';
import { httpProbe } from '../../../src/run/readiness/http-probe.ts';
import { tcpProbe } from '../../../src/run/readiness/tcp-probe.ts';

const open = new Set<Server | TcpServer>();

afterEach(async () => {
  for (const server of open) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  }
  open.clear();
});

async function listen(server: Server | TcpServer, host = '127.0.0.1'): Promise<number> {
  open.add(server);
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener, host?: string) => listen(createServer(listener), host);

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}

const target = (port: number, proxied = false, host = '127.0.0.1'): Target => ({ host, port, route: 'test', proxied });
/** How long an answer may take that does not come. */
const limits = { timeout: 1500 };
/** One that comes is there as soon as it is. */
const patient = { timeout: 20_000 };
const signal = () => new AbortController().signal;

const probeOf = (port: number, more: Partial<Extract<Probe, { kind: 'http' }>> = {}) =>
  ({ kind: 'http', port, path: '/healthz', scheme: 'http', status: [[200, 299]], headers: {}, ...more }) as const;

const askHttp = (port: number, more = {}, { host = '127.0.0.1', within = limits } = {}): Promise<Answer> =>
  httpProbe(probeOf(port, more), target(port, false, host))(within, signal());

describe('an http probe', () => {
  test('asks once, and once more when that was answered well: what comes and goes does not pass', async () => {
    const statuses = [503, 200, 503, 200, 200];
    let requests = 0;
    const port = await serve((_, response) => void response.writeHead(statuses[requests++] ?? 500).end());
    const ask = httpProbe(probeOf(port), target(port));
    expect(await ask(limits, signal())).toEqual({ ready: false, reason: 'HTTP 503' });
    expect(requests).toBe(1);
    expect(await ask(limits, signal())).toEqual({ ready: false, reason: 'answered well once, then: HTTP 503' });
    expect(requests).toBe(3);
    expect(await ask(patient, signal())).toEqual({ ready: true });
    expect(requests).toBe(5);
  });

  test('gives the first words of the answer as its reason', async () => {
    const port = await serve((_, response) => response.writeHead(503).end('db pool warming\nmore'));
    expect(await askHttp(port)).toEqual({ ready: false, reason: 'HTTP 503 "db pool warming"' });
  });

  test.each([
    ['http', 'it does not speak HTTP/1.1 without TLS'],
    ['https', 'it does not speak TLS'],
  ])('over %s says of a server of something else: %s', async (scheme, reason) => {
    const port = await listen(createTcpServer((socket) => socket.on('error', () => undefined).write('220 mail\r\n')));
    expect(await askHttp(port, { scheme })).toEqual({ ready: false, reason });
  });

  test('says that the connection was refused', async () => {
    expect(await askHttp(await freePort())).toEqual({ ready: false, reason: 'connection refused' });
  });

  test('says that there was no answer, and has one request under way at most', async () => {
    let underWay = 0;
    let most = 0;
    const port = await serve((_, response) => {
      underWay++;
      most = Math.max(most, underWay);
      response.once('close', () => underWay--);
    });
    const answer = await askHttp(port, {}, { within: { timeout: 400 } });
    expect(answer).toMatchObject({ ready: false, reason: expect.stringContaining('no answer within') });
    expect(most).toBe(1);
  });

  test('does not follow a redirect: it is no 2xx', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/healthz') response.writeHead(302, { Location: '/login' }).end();
      else response.end('login');
    });
    expect(await askHttp(port)).toMatchObject({ ready: false, reason: expect.stringContaining('HTTP 302') });
  });

  test('takes other statuses where they are wanted, sends its headers and path', async () => {
    const port = await serve((request, response) => {
      response.writeHead(request.headers['x-probe'] === 'yes' && request.url === '/up?full=1' ? 401 : 500).end();
    });
    const wanted = { path: '/up?full=1', status: [[401, 401]], headers: { 'x-probe': 'yes' } };
    expect(await askHttp(port, wanted, { within: patient })).toEqual({ ready: true });
  });

  test('reaches an address of IPv6', async () => {
    const port = await serve((_, response) => response.end('ok'), '::1');
    expect(await askHttp(port, {}, { host: '::1', within: patient })).toEqual({ ready: true });
  });

  test('goes past the proxy of the environment', async () => {
    const before = process.env.HTTP_PROXY;
    process.env.HTTP_PROXY = `http://127.0.0.1:${await freePort()}`;
    try {
      const port = await serve((_, response) => response.end('ok'));
      expect(await askHttp(port, {}, { within: patient })).toEqual({ ready: true });
    } finally {
      if (before === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = before;
    }
  });

  test('ends at once with the reason of an abort', async () => {
    const scope = new AbortController();
    const port = await serve(() => scope.abort(new Error('enough')));
    const ask = httpProbe(probeOf(port), target(port));
    await expect(ask({ timeout: 60_000 }, scope.signal)).rejects.toThrow('enough');
  });
});

describe('a tcp probe', () => {
  test('is ready when the port takes a connection', async () => {
    const port = await listen(createTcpServer());
    expect(await tcpProbe(target(port))(patient, signal())).toEqual({ ready: true });
  });

  test('says that the connection was refused', async () => {
    const ask = tcpProbe(target(await freePort()));
    expect(await ask(limits, signal())).toEqual({ ready: false, reason: 'connection refused' });
  });

  test('is not ready when a proxy takes the connection and closes it at once', async () => {
    const port = await listen(createTcpServer((socket) => socket.destroy()));
    expect(await tcpProbe(target(port, true))(limits, signal())).toMatchObject({
      ready: false,
      reason: expect.stringMatching(/closed at once|reset/),
    });
  });

  test('is not ready either when this process is halted for longer than a connection has to stay open', async () => {
    const close = (socket: Socket): void => {
      socket.destroy();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    };
    const port = await listen(createTcpServer((socket) => void setImmediate(close, socket)));
    expect(await tcpProbe(target(port, true))(limits, signal())).toMatchObject({ ready: false });
  });

  test('is ready behind a proxy when the connection stays open', async () => {
    const port = await listen(createTcpServer());
    expect(await tcpProbe(target(port, true))(patient, signal())).toEqual({ ready: true });
  });
});
