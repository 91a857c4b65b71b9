import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Produce, streamOf } from '../../src/library/stream-of.ts';

const asIs = (thrown: unknown): unknown => thrown;

/** Hands out numbers until nobody reads any more. */
const counting: Produce<number> = async (push, signal) => {
  for (let number = 1; !signal.aborted; number++) await push(number);
};

/** Says nothing until it is left. */
const silent: Produce<number> = (_, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('items arrive in their order, and then the end', async () => {
  const stream = streamOf<number>(async (push) => void (await Promise.all([push(1), push(2), push(3)])), asIs);
  expect(await Array.fromAsync(stream)).toEqual([1, 2, 3]);
});

test('what is asked for at once arrives for each who asked, and then the end', async () => {
  const stream = streamOf<number>(async (push) => {
    await null;
    await push(1);
    await push(2);
  }, asIs);
  const iterator = stream[Symbol.asyncIterator]();
  const results = await Promise.all([iterator.next(), iterator.next(), iterator.next()]);
  expect(results.map(({ value }) => value)).toEqual([1, 2, undefined]);
});

test('what failed is thrown after what came before, as the error that stands for it', async () => {
  const stream = streamOf<number>(
    async (push) => {
      await push(1);
      throw new Error('inside');
    },
    () => new Error('outside'),
  );
  const seen: number[] = [];
  await expect(async () => {
    for await (const item of stream) seen.push(item);
  }).rejects.toThrow('outside');
  expect(seen).toEqual([1]);
});

test('a producer does not run ahead of its reader without end', async () => {
  let made = 0;
  const stream = streamOf<number>((push, signal) => counting((item) => push(Math.max(made++, item)), signal), asIs);
  for await (const _ of stream) break;
  expect(made).toBeLessThan(2000);
});

describe('leaving', () => {
  test('ends the producer', async () => {
    const signals: AbortSignal[] = [];
    const stream = streamOf<number>((push, signal) => {
      signals.push(signal);
      return counting(push, signal);
    }, asIs);
    for await (const number of stream) if (number === 3) break;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test('ends a wait for what does not come', async () => {
    const iterator = streamOf(silent, asIs)[Symbol.asyncIterator]();
    const waiting = iterator.next();
    await iterator.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test('before the first item begins nothing', async () => {
    let hasBegun = false;
    const stream = streamOf<number>(async () => {
      hasBegun = true;
    }, asIs);
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.return?.();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(hasBegun).toBe(false);
  });
});

test('a signal ends it with its reason', async () => {
  const scope = new AbortController();
  const next = streamOf(silent, asIs, scope.signal)[Symbol.asyncIterator]().next();
  scope.abort(new Error('enough'));
  await expect(next).rejects.toThrow('enough');
});

test('a signal ends a producer that waits for a reader who does not come back', async () => {
  const scope = new AbortController();
  const full = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const produce: Produce<number> = async (push, signal) => {
    while (!signal.aborted) {
      const pushed = push(1);
      if ((await Promise.race([pushed, nextTurn('full')])) === 'full') full.resolve();
      await pushed;
    }
    ended.resolve();
  };
  await streamOf(produce, asIs, scope.signal)[Symbol.asyncIterator]().next();
  await full.promise;
  scope.abort(new Error('enough'));
  await ended.promise;
});
