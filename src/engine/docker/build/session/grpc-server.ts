import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { performServerHandshake } from 'node:http2';
import type { Duplex } from 'node:stream';

/** Status codes of gRPC that are used here ("Status codes and their use in gRPC"). */
export const status = { unknown: 2, notFound: 5, unimplemented: 12 } as const;

/** How a call ends when it fails; the message goes to the builder. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly code: number;

  constructor(code: (typeof status)[keyof typeof status], message: string) {
    super(message);
    this.code = code;
  }
}

/** A call of the builder. */
export interface Call {
  /** all values of a header, in their order */
  metadata(name: string): readonly string[];
  readonly messages: AsyncIterable<Buffer>;
  /** Resolves when more may be sent. */
  send(message: Buffer): Promise<void>;
  /** aborts when the builder gives the call up, or the session ends */
  readonly signal: AbortSignal;
}

/** Serves calls by path, such as `/grpc.health.v1.Health/Check`. What a handler throws is how the call ends. */
export type Services = Readonly<Record<string, (call: Call) => Promise<void>>>;

/** A call with one message in and one out. */
export const unary =
  (answer: (request: Buffer, call: Call) => Promise<Buffer>) =>
  async (call: Call): Promise<void> => {
    for await (const request of call.messages) await call.send(await answer(request, call));
  };

/** Header lists may be long: each pattern of a .dockerignore is a header. */
const headerLimits = { maxHeaderListPairs: 1 << 16, settings: { maxHeaderListSize: 1 << 24 } };

/** Speaks HTTP/2 without TLS as the server on a connection, and serves gRPC over it ("gRPC over HTTP2"). */
export function serveGrpc(connection: Duplex, services: Services): ServerHttp2Session {
  const session = performServerHandshake(connection, headerLimits);
  session.on('stream', (stream, headers, _flags, rawHeaders) => {
    // A stream that breaks is a call that was given up: its handler sees the signal.
    stream.on('error', () => undefined);
    void serve(stream, services[headers[':path'] ?? ''] ?? unimplemented, rawHeaders);
  });
  session.on('error', () => undefined);
  return session;
}

const unimplemented = async (): Promise<never> => {
  throw new GrpcError(status.unimplemented, 'not served here');
};

async function serve(
  stream: ServerHttp2Stream,
  handler: Services[string],
  rawHeaders: readonly string[],
): Promise<void> {
  const scope = new AbortController();
  stream.once('close', () => scope.abort());
  let ending = { code: 0, message: '' };
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.once('wantTrailers', () =>
    stream.sendTrailers({ 'grpc-status': String(ending.code), 'grpc-message': encodeURIComponent(ending.message) }),
  );
  const call: Call = {
    metadata: (name) => rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1] === name),
    messages: messagesOf(stream),
    send: (message) => write(stream, message),
    signal: scope.signal,
  };
  try {
    await handler?.(call);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    ending = { code: error instanceof GrpcError ? error.code : status.unknown, message };
  }
  // What the builder still has to say is not waited for.
  stream.resume();
  if (!stream.destroyed) stream.end();
}

const prefixLength = 5;

/** Messages come with a byte that says whether they are compressed, which nobody asked for, and their length. */
async function* messagesOf(stream: ServerHttp2Stream): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  // A handler that has heard enough may still answer.
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= prefixLength) {
      const end = prefixLength + rest.readUInt32BE(1);
      if (rest.length < end) break;
      yield rest.subarray(prefixLength, end);
      rest = rest.subarray(end);
    }
  }
}

function write(stream: ServerHttp2Stream, message: Buffer): Promise<void> {
  const prefix = Buffer.alloc(prefixLength);
  prefix.writeUInt32BE(message.length, 1);
  if (stream.destroyed || stream.writableEnded) return Promise.reject(new Error('the builder has left the call'));
  if (stream.write(Buffer.concat([prefix, message]))) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      stream.off('drain', settle).off('close', settle);
      if (stream.destroyed) reject(new Error('the builder has left the call'));
      else resolve();
    };
    stream.on('drain', settle).on('close', settle);
  });
}
