import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A registry in memory, with as much of the distribution protocol as an engine uses to push and pull. */
export interface Registry {
  /** `127.0.0.1:<port>`, which engines talk to without TLS */
  readonly address: string;
  /** `METHOD path` of each request so far */
  readonly requests: readonly string[];
  /** tags and digests whose manifest was pushed, as `name:tag` and `name:sha256:…` */
  readonly manifests: ReadonlyMap<string, { readonly type: string; readonly body: Buffer }>;
  close(): Promise<void>;
}

interface Options {
  /** absent: everybody may do everything */
  readonly login?: { readonly username: string; readonly password: string };
  /** is answered instead of taking a manifest */
  readonly refuseManifests?: { readonly status: number; readonly code: string; readonly message: string };
}

const digestOf = (body: Buffer): string => `sha256:${createHash('sha256').update(body).digest('hex')}`;

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ code, message }] }));
}

/** Starts a registry on a free port of this machine. */
export async function startRegistry({ login, refuseManifests }: Options = {}): Promise<Registry> {
  const blobs = new Map<string, Buffer>();
  const uploads = new Map<string, Buffer>();
  const manifests = new Map<string, { type: string; body: Buffer }>();
  const requests: string[] = [];
  const wanted = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;

  const upload = async (
    request: IncomingMessage,
    response: ServerResponse,
    name: string,
    { pathname, searchParams }: URL,
  ) => {
    const id = request.method === 'POST' ? randomUUID() : (pathname.split('/').at(-1) ?? '');
    const body = Buffer.concat([uploads.get(id) ?? Buffer.alloc(0), await buffer(request)]);
    uploads.set(id, body);
    if (request.method === 'PUT') blobs.set(searchParams.get('digest') ?? '', body);
    const headers = { location: `/v2/${name}/blobs/uploads/${id}`, range: `0-${Math.max(0, body.length - 1)}` };
    response.writeHead(request.method === 'PUT' ? 201 : 202, headers).end();
  };
  const manifest = async (request: IncomingMessage, response: ServerResponse, key: string, name: string) => {
    if (request.method === 'PUT' && refuseManifests) {
      request.resume();
      return refuse(response, refuseManifests.status, refuseManifests.code, refuseManifests.message);
    }
    if (request.method === 'PUT') {
      const body = await buffer(request);
      const put = { type: request.headers['content-type'] ?? '', body };
      for (const one of [key, `${name}:${digestOf(body)}`]) manifests.set(one, put);
    }
    const found = manifests.get(key);
    if (found === undefined) return refuse(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown');
    answer(request, response, found.body, found.type);
  };
  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer, type: string) => {
    const headers = { 'content-type': type, 'content-length': body.length, 'docker-content-digest': digestOf(body) };
    response.writeHead(
      request.method === 'PUT' ? 201 : 200,
      request.method === 'PUT' ? { ...headers, 'content-length': 0 } : headers,
    );
    response.end(request.method === 'GET' ? body : undefined);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '', 'http://registry');
    requests.push(`${request.method} ${url.pathname}`);
    if (wanted !== undefined && request.headers.authorization !== wanted) {
      request.resume();
      response.setHeader('www-authenticate', 'Basic realm="test"');
      return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
    }
    const [, name = '', kind, rest = ''] =
      /^\/v2\/(.+)\/(blobs\/uploads|blobs|manifests)\/(.*)$/.exec(url.pathname) ?? [];
    if (kind === 'blobs/uploads') return upload(request, response, name, url);
    if (kind === 'manifests') return manifest(request, response, `${name}:${rest}`, name);
    if (kind === undefined) return void response.end('{}');
    const blob = blobs.get(rest);
    if (blob === undefined) return refuse(response, 404, 'BLOB_UNKNOWN', 'blob unknown');
    answer(request, response, blob, 'application/octet-stream');
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    manifests,
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
