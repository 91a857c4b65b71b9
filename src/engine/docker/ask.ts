import type { Readable } from 'node:stream';
import { again } from './again.ts';
import type { Asked } from './translate.ts';
import { abortOf, deadlineFailure, translate } from './translate.ts';

/** How long a call that should be quick may take, in ms. */
const quickDeadline = 30_000;
/** Longest pause within an answer that is a file, in ms. */
export const idleDeadline = 30_000;
/** How long a call may take that makes the engine work: create, start, remove; in ms. */
export const workDeadline = 120_000;

/** A call to the engine that ends, made once more where the engine was away or stumbled and `asked` allows it. */
export const ask = <Answer>(
  asked: Asked,
  signal: AbortSignal,
  request: (abortSignal: AbortSignal) => Promise<Answer>,
): Promise<Answer> => again(asked.repeat ?? 'unheard', signal, () => askOnce(asked, signal, request));

/**
 * One call to the engine that ends: bounded by a deadline and by `signal`, its errors translated.
 * It settles by itself when the client never calls back, which it does not when a connection breaks inside an answer.
 */
async function askOnce<Answer>(
  asked: Asked,
  signal: AbortSignal,
  request: (abortSignal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  if (signal.aborted) throw abortOf(signal, asked);
  const scope = new AbortController();
  const { promise: cut, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(abortOf(signal, asked));
  const timer = setTimeout(() => reject(deadlineFailure(asked)), asked.deadlineMs ?? quickDeadline);
  signal.addEventListener('abort', onAbort, { once: true });
  const answer = request(scope.signal).catch((error: unknown) => {
    throw signal.aborted ? abortOf(signal, asked) : translate(error, asked);
  });
  try {
    return await Promise.race([answer, cut]);
  } catch (error) {
    // The loser of the race must not end as an unhandled rejection, and its request must not go on.
    answer.catch(() => undefined);
    scope.abort();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Opens a stream on the engine: the deadline is for its beginning only. When `signal` aborts later, reading it throws
 * the signal's reason.
 */
export async function open(
  asked: Asked,
  signal: AbortSignal,
  request: (abortSignal: AbortSignal) => Promise<NodeJS.ReadableStream>,
): Promise<Readable> {
  const scope = new AbortController();
  // Who reads a stream begins again by itself, and knows from where.
  const opened = { ...asked, repeat: asked.repeat ?? 'never' } as const;
  const stream = (await ask(opened, signal, (opening) => {
    const giveUp = (): void => scope.abort();
    opening.addEventListener('abort', giveUp, { once: true });
    return request(scope.signal);
  })) as Readable;
  const onAbort = (): void => {
    stream.destroy(asError(signal.reason));
    scope.abort();
  };
  // Without a listener a broken connection that nobody reads at that moment would end the process.
  stream.on('error', () => undefined);
  stream.once('close', () => signal.removeEventListener('abort', onAbort));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return stream;
}

/**
 * Reads a stream that `open` gave; a break in the middle is translated, an abort is the signal's reason, and a pause
 * beyond `idleMs` an engine that gives no answer.
 */
export async function* chunksOf(stream: Readable, asked: Asked, signal: AbortSignal): AsyncGenerator<Buffer> {
  const { idleMs } = asked;
  const arm = () => idleMs && setTimeout(() => stream.destroy(deadlineFailure(asked)), idleMs);
  let idle = arm();
  try {
    for await (const chunk of stream) {
      // Whoever reads may take time over it.
      clearTimeout(idle);
      yield chunk;
      idle = arm();
    }
  } catch (error) {
    throw signal.aborted ? abortOf(signal, asked) : translate(error, asked);
  } finally {
    clearTimeout(idle);
    stream.destroy();
  }
  if (signal.aborted) throw abortOf(signal, asked);
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
