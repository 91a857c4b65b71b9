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

  test('waits only for its like: neither probes for starts, nor starts for probes', async () => {
    const limiter = new Limiter(2, 1);
    const gate = Promise.withResolvers<void>();
    const begun: string[] = [];
    const begin = (kind: 'start' | 'probe', name: string) =>
      limiter.run(kind, signal(), async () => {
        begun.push(name);
        await gate.promise;
      });
    const all = [
      ...['start 1', 'start 2', 'start 3'].map((name) => begin('start', name)),
      ...['probe 1', 'probe 2'].map((name) => begin('probe', name)),
    ];
    await expect.poll(() => begun).toEqual(['start 1', 'start 2', 'probe 1']);
    gate.resolve();
    await Promise.all(all);
    expect(begun).toHaveLength(5);
  });

  test('that is done ahead has the room of probes', async () => {
    const limiter = new Limiter(16, 1);
    const gate = Promise.withResolvers<void>();
    const begun: string[] = [];
    const probe = limiter.run('probe', signal(), () => gate.promise);
    const ahead = limiter.run('ahead', signal(), async () => void begun.push('ahead'));
    await limiter.run('start', signal(), async () => void begun.push('start'));
    gate.resolve();
    await Promise.all([probe, ahead]);
    expect(begun).toEqual(['start', 'ahead']);
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
