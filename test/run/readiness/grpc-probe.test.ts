import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { grpcProbe } from '../../../src/run/readiness/grpc-probe.ts';

const open = new Set<Server | Http2Server>();

afterEach(() => {
  for (const server of open) server.close();
  open.clear();
});

async function listen(server: Server | Http2Server, host = '127.0.0.1'): Promise<number> {
  open.add(server);
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

interface Asked {
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
}

/** A server over HTTP/2 without TLS; `answer` gets what was asked. */
function serve(answer: (stream: ServerHttp2Stream, asked: Asked) => void, host?: string): Promise<number> {
  const server = createServer();
  server.on('stream', async (stream, headers) => {
    stream.on('error', () => undefined);
    const body = await buffer(stream);
    answer(stream, { path: headers[':path'] ?? '', type: headers['content-type'] ?? '', body });
  });
  return listen(server, host);
}

/** Answers as a gRPC server does: the message in its frame, the status after it. */
function reply(stream: ServerHttp2Stream, status: string, message?: Buffer): void {
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status }));
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  if (message === undefined) return void stream.end();
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
}

const serving = Buffer.from([0x08, 1]);
const notServing = Buffer.from([0x08, 2]);

const limits = { timeout: 20_000 };
const signal = () => new AbortController().signal;
const ask = (port: number, service = '', host = '127.0.0.1') =>
  grpcProbe({ kind: 'grpc', port, service }, { host, port, route: 'test', proxied: false })(limits, signal());
const notReady = (reason: string) => ({ ready: false, reason });

describe('a grpc probe', () => {
  test('is ready when the health service says SERVING', async () => {
    const port = await serve((stream) => reply(stream, '0', serving));
    expect(await ask(port)).toEqual({ ready: true });
  });

  test('asks for the service by name, in the message of the protocol', async () => {
    const asked: Asked[] = [];
    const port = await serve((stream, one) => {
      asked.push(one);
      reply(stream, '0', serving);
    });
    await ask(port, 'shop');
    await ask(port);
    const base = { path: '/grpc.health.v1.Health/Check', type: 'application/grpc' };
    expect(asked).toEqual([
      { ...base, body: Buffer.from([0, 0, 0, 0, 6, 0x0a, 4, ...Buffer.from('shop')]) },
      { ...base, body: Buffer.from([0, 0, 0, 0, 0]) },
    ]);
  });

  test.each<[string, string, Buffer | undefined, string]>([
    ['it says NOT_SERVING', '0', notServing, 'NOT_SERVING'],
    ['it says nothing, which is UNKNOWN', '0', Buffer.alloc(0), 'UNKNOWN'],
    ['the service is not known', '5', undefined, 'its health check does not know the service'],
    ['there is no health service', '12', undefined, 'it has no gRPC health check'],
    ['it fails in another way', '13', undefined, 'gRPC status 13'],
    ['the answer has no message', '0', undefined, 'an answer that can not be read'],
    ['the message is broken', '0', Buffer.from([0x0a, 9]), 'an answer that can not be read'],
  ])('is not ready when %s', async (_, status, message, reason) => {
    const port = await serve((stream) => reply(stream, status, message));
    expect(await ask(port)).toEqual(notReady(reason));
  });

  test('reads a refusal that comes without trailers', async () => {
    const port = await serve((stream) => stream.respond({ ':status': 200, 'grpc-status': '12' }, { endStream: true }));
    expect(await ask(port)).toEqual(notReady('it has no gRPC health check'));
  });

  test('says so when another web server answers', async () => {
    const port = await serve((stream) => stream.respond({ ':status': 404 }, { endStream: true }));
    expect(await ask(port)).toEqual(notReady('HTTP 404: it does not speak gRPC'));
  });

  test('says so when the server knows HTTP/1 alone', async () => {
    const port = await listen(createHttpServer((_, response) => response.end('hello')));
    expect(await ask(port)).toMatchObject({
      ready: false,
      reason: expect.stringMatching(/does not speak gRPC|closed/),
    });
  });

  test('says that the connection was refused', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    expect(await ask(port)).toEqual(notReady('connection refused'));
  });

  test('is not ready when a proxy takes the connection and closes it', async () => {
    const port = await listen(createTcpServer((socket) => socket.destroy()));
    expect(await ask(port)).toMatchObject({ ready: false, reason: expect.stringMatching(/closed|reset/) });
  });

  test('says that there was no answer in time', async () => {
    const port = await listen(createTcpServer());
    const probe = grpcProbe(
      { kind: 'grpc', port, service: '' },
      { host: '127.0.0.1', port, route: 'test', proxied: false },
    );
    expect(await probe({ ...limits, timeout: 30 }, signal())).toEqual(notReady('no answer within 30ms'));
  });

  test('reaches an address of IPv6', async () => {
    const port = await serve((stream) => reply(stream, '0', serving), '::1');
    expect(await ask(port, '', '::1')).toEqual({ ready: true });
  });

  test('ends at once with the reason of an abort', async () => {
    const scope = new AbortController();
    const port = await listen(createTcpServer(() => scope.abort(new Error('enough'))));
    const probe = grpcProbe(
      { kind: 'grpc', port, service: '' },
      { host: '127.0.0.1', port, route: 'test', proxied: false },
    );
    await expect(probe({ ...limits, timeout: 60_000 }, scope.signal)).rejects.toThrow('enough');
  });
});
