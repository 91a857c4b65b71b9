import { setInterval } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import { ask } from '../ask.ts';
import { dialStream } from '../dial.ts';

/** How often an engine that is silent is asked whether it is still there, in ms. */
const period = 15_000;

/**
 * Rejects when the engine no longer answers: a build may say nothing for as long as it likes, and a connection to
 * another machine can die without a word. Ends with `signal`.
 */
export async function heartbeat(docker: Dockerode, doing: string, signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of setInterval(period, undefined, { signal, ref: false })) {
      const answer = await ask({ doing, code: 'engine-lost', repeat: 'never' }, signal, (abortSignal) =>
        dialStream(docker, { method: 'GET', path: '/_ping' }, abortSignal),
      );
      answer.resume();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
