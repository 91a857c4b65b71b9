import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { RunContext } from '../../../src/run/context.ts';
import { Crowd } from '../../../src/run/readiness/crowd.ts';
import { opening } from '../../../src/run/readiness/opening.ts';
import { handClock } from './hand-clock.ts';

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits for a port that stays closed, in a stack whose other unit is asked so; tells whether anything was loaded. */
async function waitBeside(probe: { readonly kind: string }, isLong: boolean): Promise<boolean> {
  const clock = handClock();
  const scope = new AbortController();
  let isLoaded = false;
  const load = async () => {
    isLoaded = true;
  };
  const unit = { kind: 'service', readiness: { checks: [{ probe }] } };
  const context = {
    clock,
    crowd: new Crowd(),
    plan: () => ({ units: new Map([['api', { unit }]]) }),
  } as unknown as RunContext;
  const target = { host: '127.0.0.1', port: await freePort(), route: 'test', proxied: false };
  const waiting = opening(context, target, scope.signal, load);
  if (isLong) clock.ring();
  await new Promise((resolve) => setImmediate(resolve));
  scope.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  return isLoaded;
}

test('while a server takes its time to open its port, what later units are asked with is loaded', async () => {
  expect(await waitBeside({ kind: 'http' }, true)).toBe(true);
});

test('a server that has just been started is left alone with it', async () => {
  expect(await waitBeside({ kind: 'http' }, false)).toBe(false);
});

test('nothing is loaded where no unit is asked over the network', async () => {
  expect(await waitBeside({ kind: 'exec' }, true)).toBe(false);
});
