import type { Duplex, Readable } from 'node:stream';
import type Dockerode from 'dockerode';

/** A call that dockerode has no method for, or whose method hides the answer's beginning, labels or bytes. */
interface Dialled {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** a list is a key several times, an object is JSON */
  readonly query?: Readonly<Record<string, string | number | boolean | object>>;
  /** never goes into the URL */
  readonly body?: object;
  /** an archive as the body */
  readonly archive?: Readable;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

const statusCodes = { 200: true, 201: true, 204: true };

/** A call through dockerode's own transport whose answer is JSON. */
export const dialJson = <Answer>(docker: Dockerode, dialled: Dialled, abortSignal: AbortSignal): Promise<Answer> =>
  dial(docker, dialled, abortSignal, false);

/** As dialJson; resolves when the answer's headers are there. */
export const dialStream = (docker: Dockerode, dialled: Dialled, abortSignal: AbortSignal): Promise<Readable> =>
  dial(docker, dialled, abortSignal, true);

/** As dialJson, for an answer that holds nothing: the client would read that as JSON, and throw in the middle of it. */
export async function dialDone(docker: Dockerode, dialled: Dialled, abortSignal: AbortSignal): Promise<void> {
  const answer = await dialStream(docker, dialled, abortSignal);
  // Its connection is free for the next call only once it was read to its end.
  answer.resume();
}

/** As dialJson; resolves to the bare connection once the engine has switched it to another protocol. */
export const dialUpgrade = (
  docker: Dockerode,
  dialled: Dialled & { readonly protocol: string },
  abortSignal: AbortSignal,
): Promise<Duplex> =>
  dial(docker, { ...dialled, headers: { ...dialled.headers, Upgrade: dialled.protocol } }, abortSignal, true, true);

function dial<Answer>(
  docker: Dockerode,
  { method, path, query = {}, body = {}, archive, headers }: Dialled,
  abortSignal: AbortSignal,
  isStream: boolean,
  hijack = false,
): Promise<Answer> {
  const options = { _query: query, _body: body };
  // The client puts the query behind a question mark, which it leaves there where the query is empty.
  const target = Object.keys(query).length > 0 ? `${path}?` : path;
  const extras = { ...(archive && { file: archive }), ...(headers && { headers: { ...headers } }) };
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      { method, path: target, options, statusCodes, isStream, hijack, abortSignal, ...extras },
      (error: unknown, answer: unknown) => (error ? reject(error) : resolve(answer as Answer)),
    );
  });
}
