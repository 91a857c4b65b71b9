import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../../src/core/clock.ts';
import { Crowd } from '../../../src/run/readiness/crowd.ts';
import { untilOpen } from '../../../src/run/readiness/until-open.ts';
import { handClock } from './hand-clock.ts';

const alone = new Crowd();
const targetAt = (port: number) => ({ host: '127.0.0.1', port, route: 'test', proxied: false });

async function listen(server: Server, port = 0): Promise<number> {
  onTestFinished(() => void server.close());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}

test('a port that opens is noticed at the next try', async () => {
  const clock = handClock();
  const pauses: number[] = [];
  const asleep: Clock = {
    ...clock,
    sleep(ms, until) {
      pauses.push(ms);
      return clock.sleep(ms, until);
    },
  };
  const port = await freePort();
  const waiting = untilOpen(targetAt(port), asleep, alone, new AbortController().signal);
  await expect.poll(() => pauses).toEqual([25]);
  clock.ring();
  await expect.poll(() => pauses).toEqual([25, 25]);
  await listen(createServer(), port);
  clock.ring();
  await expect(waiting).resolves.toBeUndefined();
});

test('a port that takes long to open is tried five times a second', async () => {
  const clock = handClock();
  const pauses: number[] = [];
  const late: Clock = {
    ...clock,
    monotonic: () => pauses.length * 60_000,
    sleep(ms, until) {
      pauses.push(ms);
      return clock.sleep(ms, until);
    },
  };
  const scope = new AbortController();
  const waiting = untilOpen(targetAt(await freePort()), late, alone, scope.signal);
  await expect.poll(() => pauses).toEqual([25]);
  clock.ring();
  await expect.poll(() => pauses).toEqual([25, 200]);
  scope.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});

test('a server is connected to once, and left alone then', async () => {
  let connections = 0;
  const port = await listen(createServer(() => connections++));
  await untilOpen(targetAt(port), handClock(), alone, new AbortController().signal);
  await expect.poll(() => connections).toBe(1);
});

test('a wait for a port ends with the reason of an abort', async () => {
  const scope = new AbortController();
  const waiting = untilOpen(targetAt(await freePort()), handClock(), alone, scope.signal);
  scope.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});
