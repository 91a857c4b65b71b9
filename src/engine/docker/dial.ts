import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';

/** A call that dockerode has no method for, or whose method hides the answer's beginning, labels or bytes. */
interface Dialled {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** never goes into the URL */
  readonly body?: object;
}

const statusCodes = { 200: true, 201: true, 204: true };

/** A call through dockerode's own transport whose answer is JSON. */
export const dialJson = <Answer>(docker: Dockerode, dialled: Dialled, abortSignal: AbortSignal): Promise<Answer> =>
  dial(docker, dialled, abortSignal, false);

/** As dialJson; resolves when the answer's headers are there. */
export const dialStream = (docker: Dockerode, dialled: Dialled, abortSignal: AbortSignal): Promise<Readable> =>
  dial(docker, dialled, abortSignal, true);

function dial<Answer>(
  docker: Dockerode,
  { method, path, query = {}, body = {} }: Dialled,
  abortSignal: AbortSignal,
  isStream: boolean,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      { method, path: `${path}?`, options: { _query: query, _body: body }, statusCodes, isStream, abortSignal },
      (error: unknown, answer: unknown) => (error ? reject(error) : resolve(answer as Answer)),
    );
  });
}
