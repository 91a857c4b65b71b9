import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { aborted } from '../../../src/run/aborted.ts';
import { ensureImage } from '../../../src/run/container.ts';
import type { RunContext, Work } from '../../../src/run/context.ts';

/** Two units with one image, for which the engine is asked by whoever comes first; `answer` is that of the nth time. */
function twoUnits(answer: (nth: number, signal: AbortSignal) => Promise<void>) {
  let times = 0;
  const engine: Partial<Engine> = {
    image: async (_, signal) => {
      await answer(++times, signal);
      return { id: 'sha256:1' } as Awaited<ReturnType<Engine['image']>>;
    },
  };
  const context = { engine, images: new Map(), policy: {}, plan: () => ({}) } as unknown as RunContext;
  const begin = (name: string) => {
    const scope = new AbortController();
    const unit = { unit: { image: 'app:1' } };
    const work = { instance: instanceId(name), index: 1, unit, signal: scope.signal } as unknown as Work;
    return { cancel: () => scope.abort(new Error(`${name} is cancelled`)), done: ensureImage(context, work) };
  };
  return { first: begin('first'), second: begin('second'), times: () => times };
}

describe('an image that two units wait for', () => {
  test('is asked for once', async () => {
    const { first, second, times } = twoUnits(async () => undefined);
    await Promise.all([first.done, second.done]);
    expect(times()).toBe(1);
  });

  test('is gone on with when the one that has begun is cancelled', async () => {
    const { first, second, times } = twoUnits(async (nth, signal) => {
      if (nth > 1) return;
      await aborted(signal);
      throw signal.reason;
    });
    first.cancel();
    await expect(first.done).rejects.toThrow('first is cancelled');
    await second.done;
    expect(times()).toBe(2);
  });

  test('fails both where it can not be had', async () => {
    const { first, second, times } = twoUnits(async () => {
      throw new Error('no such image');
    });
    await expect(first.done).rejects.toThrow('no such image');
    await expect(second.done).rejects.toThrow('no such image');
    expect(times()).toBe(1);
  });
});
