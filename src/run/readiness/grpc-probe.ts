import type { ClientHttp2Stream } from 'node:http2';
import { encode, Message } from '../../core/protobuf.ts';
import type { Probe } from '../../manifest/readiness-model.ts';
import { type Answer, type Ask, isReady, notReady, type Target } from './ask.ts';
import { describeNetworkError } from './network-error.ts';

type GrpcProbe = Extract<Probe, { kind: 'grpc' }>;

/** The method of the gRPC health checking protocol (grpc/doc/health-checking.md). */
const method = '/grpc.health.v1.Health/Check';

/** `HealthCheckResponse.ServingStatus`; its number 1 is SERVING. */
const servingStatus = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];
const serving = 1;

/** Status codes of gRPC (grpc/doc/statuscodes.md) that say something about the health check itself. */
const refusals: ReadonlyMap<string, string> = new Map([
  ['5', 'its health check does not know the service'],
  ['12', 'it has no gRPC health check'],
]);

/** An answer is a few bytes; more of it is not read. */
const bodyLimit = 4096;

/** Ready when the health service of a gRPC server answers SERVING. Without TLS, over HTTP/2 from the first byte. */
export function grpcProbe(probe: GrpcProbe, target: Target): Ask {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  return ({ timeout }, signal) => check(`http://${host}:${target.port}`, probe.service, timeout, signal);
}

async function check(authority: string, service: string, timeout: number, signal: AbortSignal): Promise<Answer> {
  // Only when it is needed: it takes longer to load than the other probes together.
  const { connect } = await import('node:http2');
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const failed = (error: unknown) => resolve(notReady(describe(error, timeout)));
  const session = connect(authority);
  const onAbort = () => reject(signal.reason);
  const timer = setTimeout(() => failed(new DOMException('', 'TimeoutError')), timeout);
  signal.addEventListener('abort', onAbort, { once: true });
  session.on('error', failed);
  session.on('close', () => resolve(notReady('connection closed')));
  const stream = session.request({
    ':method': 'POST',
    ':path': method,
    'content-type': 'application/grpc',
    te: 'trailers',
    'grpc-timeout': `${Math.ceil(timeout)}m`,
  });
  stream.on('error', failed);
  collect(stream, resolve);
  stream.end(framed(encode([[1, service === '' ? undefined : service]])));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    session.destroy();
  }
}

/** What breaks the rules of HTTP/2 is some other server. */
function describe(thrown: unknown, timeout: number): string {
  // A stream that waits for its connection is told what became of that only as a cause.
  const error = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  const isForeign = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_HTTP2');
  return isForeign ? 'it does not speak gRPC without TLS' : describeNetworkError(error, timeout);
}

type Headers = Readonly<Record<string, unknown>>;

function collect(stream: ClientHttp2Stream, resolve: (answer: Answer) => void): void {
  // A refusal may come in the headers alone, without trailers.
  let headers: Headers = {};
  let body = Buffer.alloc(0);
  stream.on('response', (received) => {
    headers = { ...headers, ...received };
  });
  stream.on('trailers', (received) => {
    headers = { ...headers, ...received };
  });
  stream.on('data', (chunk: Buffer) => {
    if (body.length <= bodyLimit) body = Buffer.concat([body, chunk]);
  });
  stream.on('end', () => resolve(judge(headers, body)));
}

function judge(headers: Headers, body: Buffer): Answer {
  const status = headers[':status'];
  if (status === undefined) return notReady('connection closed');
  if (status !== 200) return notReady(`HTTP ${String(status)}: it does not speak gRPC`);
  const code = headers['grpc-status'];
  if (code !== '0') return notReady(refusals.get(String(code)) ?? `gRPC status ${String(code ?? 'missing')}`);
  const served = servingNumber(body);
  return served === serving ? isReady : notReady(servingStatus[served ?? -1] ?? 'an answer that can not be read');
}

/** The one field of a `HealthCheckResponse`; undefined where the bytes are none. */
function servingNumber(body: Buffer): number | undefined {
  if (body.length < prefixLength) return undefined;
  try {
    return new Message(body.subarray(prefixLength, prefixLength + body.readUInt32BE(1))).number(1);
  } catch {
    return undefined;
  }
}

/** A message of gRPC over HTTP/2: one byte whether it is compressed, four with its length. */
const prefixLength = 5;

function framed(message: Buffer): Buffer {
  const prefix = Buffer.alloc(prefixLength);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
