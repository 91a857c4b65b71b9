import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { type AnswerHead, answererOf, essenceOf } from './essence.ts';
import { toldByLists } from './told-by-lists.ts';

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

/** An answer as it came. */
interface Answer {
  readonly path: string;
  readonly head: AnswerHead;
  readonly body: Buffer;
}

/** Hears all requests until it is ended. */
interface Hearing {
  readonly end: () => void;
  readonly heard: () => Heard;
}

/**
 * Listens to all HTTP requests of this process. What they come to is found out only when that is asked for: a run that
 * changes something has no use for it, and more urgent things to do while it looks at the engine.
 */
export function hearRequests(): Hearing {
  const sockets = new Set<string>();
  const open = new Set<ClientRequest>();
  let answers: Answer[] = [];
  let isOnlyFacts = true;
  const isWanted = (): boolean => isOnlyFacts;
  const onRequest = (message: unknown): void => {
    if (!isOnlyFacts) return;
    const { request } = message as { readonly request: ClientRequest & { readonly socketPath?: string } };
    const { socketPath, method, path } = request;
    if (socketPath === undefined || method !== 'GET') {
      isOnlyFacts = false;
      answers = [];
      return;
    }
    sockets.add(socketPath);
    open.add(request);
    request.prependOnceListener('response', (head: IncomingMessage) =>
      keep(head, isWanted, (body) => {
        answers.push({ path, head, body });
        open.delete(request);
      }),
    );
  };
  subscribe(channel, onRequest);
  const heard = (): Heard => {
    const digests = digestsOf(answers);
    const isSigned = answers.every(({ head }) => answererOf(head) !== undefined);
    const isComplete = isOnlyFacts && open.size === 0 && digests !== undefined;
    return { sockets, answers: digests ?? new Map(), isSigned, isComplete };
  };
  return { end: () => unsubscribe(channel, onRequest), heard };
}

/**
 * The digest of each answer by its path, without those that others tell as well; undefined where one that was asked for
 * twice changed in between.
 */
function digestsOf(answers: readonly Answer[]): ReadonlyMap<string, string> | undefined {
  const digests = new Map<string, string>();
  for (const { path, head, body } of answers) {
    const digest = essenceOf(path, head, body);
    if ((digests.get(path) ?? digest) !== digest) return undefined;
    digests.set(path, digest);
  }
  const isTold = toldByLists(answers);
  return new Map([...digests].filter(([path]) => !isTold(path)));
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
