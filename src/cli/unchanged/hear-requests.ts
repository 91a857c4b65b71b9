import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { answererOf, essenceOf } from './essence.ts';

/** What was asked of an engine, and answered. */
export interface Heard {
  readonly sockets: ReadonlySet<string>;
  /** digests by the path of the request */
  readonly answers: ReadonlyMap<string, string>;
  /** whether every answer told which engine of which version gave it */
  readonly isSigned: boolean;
  /** whether nothing was asked for but facts, each of which was told to the end */
  readonly isComplete: boolean;
}

const channel = 'http.client.request.start';

/** Listens to all HTTP requests of this process until it is asked for what was heard. */
export function hearRequests(): () => Heard {
  const sockets = new Set<string>();
  const answers = new Map<string, string>();
  const open = new Set<ClientRequest>();
  let isOnlyFacts = true;
  let isSigned = true;
  const isWanted = (): boolean => isOnlyFacts;
  const onRequest = (message: unknown): void => {
    if (!isOnlyFacts) return;
    const { request } = message as { readonly request: ClientRequest & { readonly socketPath?: string } };
    const { socketPath, method, path } = request;
    if (socketPath === undefined || method !== 'GET') {
      isOnlyFacts = false;
      return;
    }
    sockets.add(socketPath);
    open.add(request);
    request.prependOnceListener('response', (response: IncomingMessage) =>
      keep(response, isWanted, (body) => {
        const digest = essenceOf(path, response, body);
        isSigned &&= answererOf(response) !== undefined;
        // Asked twice and answered differently: it changed in between.
        if ((answers.get(path) ?? digest) !== digest) isOnlyFacts = false;
        answers.set(path, digest);
        open.delete(request);
      }),
    );
  };
  subscribe(channel, onRequest);
  return () => {
    unsubscribe(channel, onRequest);
    return { sockets, answers, isSigned, isComplete: isOnlyFacts && open.size === 0 };
  };
}

/**
 * Keeps a copy of what comes in, for as long as it is of use: a run that changes something may be told of things for
 * hours. To listen to the data would take it from whoever reads it later.
 */
function keep(response: IncomingMessage, isWanted: () => boolean, done: (body: Buffer) => void): void {
  let chunks: Buffer[] = [];
  const push = response.push.bind(response);
  response.push = (chunk: Buffer | null) => {
    if (!isWanted()) chunks = [];
    else if (chunk === null) done(Buffer.concat(chunks));
    else chunks.push(chunk);
    return push(chunk);
  };
}
