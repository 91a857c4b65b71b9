import { describe, expect, test } from 'vitest';
import { Limiter } from '../../src/run/limiter.ts';

describe('work beyond what is let through at once', () => {
  const signal = () => new AbortController().signal;

  test('waits, and what is done ahead waits for starts', async () => {
    const limiter = new Limiter(1);
    const gate = Promise.withResolvers<void>();
    const order: string[] = [];
    const first = limiter.run('start', signal(), () => gate.promise);
    const ahead = limiter.run('ahead', signal(), async () => void order.push('ahead'));
    const start = limiter.run('start', signal(), async () => void order.push('start'));
    gate.resolve();
    await Promise.all([first, ahead, start]);
    expect(order).toEqual(['start', 'ahead']);
  });

  test('that is done ahead lets a start go first that follows from what has just ended', async () => {
    const limiter = new Limiter(2);
    const gate = Promise.withResolvers<void>();
    const order: string[] = [];
    const create = limiter.run('start', signal(), () => gate.promise);
    const ahead = limiter.run('ahead', signal(), async () => void order.push('ahead'));
    const start = create.then(() =>
      limiter.run('start', signal(), async () => {
        order.push('start');
        await new Promise((resolve) => setImmediate(resolve));
        order.push('started');
      }),
    );
    gate.resolve();
    await Promise.all([start, ahead]);
    expect(order).toEqual(['start', 'started', 'ahead']);
  });

  test('leaves the queue when it is aborted, and takes nobody’s place', async () => {
    const limiter = new Limiter(1);
    const gate = Promise.withResolvers<void>();
    const first = limiter.run('start', signal(), () => gate.promise);
    const scope = new AbortController();
    const waiting = limiter.run('start', scope.signal, async () => 'never');
    scope.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    gate.resolve();
    await first;
    expect(await limiter.run('start', signal(), async () => 'next')).toBe('next');
  });
});
