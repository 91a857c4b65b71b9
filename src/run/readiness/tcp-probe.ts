import { connect } from 'node:net';
import { type Answer, type Ask, isReady, notReady, type Target } from './ask.ts';
import { describeNetworkError } from './network-error.ts';
import { waitOnOnce, warmUp } from './wait-on-once.ts';

/** How long a connection through a proxy has to stay open to count, ms: the engine's proxy closes at once. */
const staysOpenFor = 40;

/**
 * Ready when the port takes a connection, and keeps it where a proxy would take it for a unit that does not listen, and
 * wait-on is let in as well. What is not there yet is asked by a connection of our own alone, which tells why.
 */
export function tcpProbe(target: Target): Ask {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const resource = `tcp:${host}:${target.port}`;
  return async ({ timeout }, signal) => {
    const answer = await connectOnce(target, timeout, signal);
    signal.throwIfAborted();
    if (!answer.ready) {
      warmUp(resource, signal);
      return answer;
    }
    const came = await waitOnOnce(resource, { timeout }, signal);
    return came ? isReady : notReady('took one connection, and not the next');
  };
}

/** One connection, and why there was none; rejects never. */
export function connectOnce(target: Target, timeout: number, signal: AbortSignal): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const within = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  const socket = connect({ host: target.host, port: target.port, signal: within });
  const settle = (answer: Answer) => {
    resolve(answer);
    socket.destroy();
  };
  socket.on('connect', () => {
    // A server that speaks first is there for certain; one that waits for us only has to stay.
    socket.once('data', () => settle(isReady));
    if (!target.proxied) return settle(isReady);
    // After a halt of this process its timers come before what could be read all the while: that has its turn first.
    socket.setTimeout(staysOpenFor, () => setImmediate(() => settle(isReady)));
  });
  socket.on('error', (error) => settle(notReady(describeNetworkError(error, timeout))));
  for (const closed of ['end', 'close']) {
    socket.on(closed, () => settle(notReady('connection closed at once: nothing listens behind the published port')));
  }
  return promise;
}
