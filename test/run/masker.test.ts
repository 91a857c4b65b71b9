import { describe, expect, test } from 'vitest';
import { Limiter } from '../../src/run/limiter.ts';
import { LogBuffer } from '../../src/run/log-buffer.ts';
import { Masker } from '../../src/run/masker.ts';

describe('a sensitive value', () => {
  const masker = new Masker();
  masker.learn(['pa"ss/wo rd', 'line one\nline two', 'abc', 'super', 'super-long']);

  test.each([
    ['as it is', 'token pa"ss/wo rd.', 'token ••••.'],
    ['in JSON', String.raw`{"p":"pa\"ss/wo rd"}`, '{"p":"••••"}'],
    ['in a URL', 'http://u:pa%22ss%2Fwo%20rd@db', 'http://u:••••@db'],
    ['a line of a longer one', 'got line two', 'got ••••'],
    ['one that begins like another', 'super-long super', '•••• ••••'],
    ['too short to be masked', 'abc', 'abc'],
  ])('%s', (_, text, expected) => {
    expect(masker.apply(text)).toBe(expected);
  });

  test('is new only once', () => {
    const fresh = new Masker();
    expect(fresh.learn(['secret'])).toBe(true);
    expect(fresh.learn(['secret'])).toBe(false);
  });
});

test('the last lines are kept, the oldest go first', () => {
  const buffer = new LogBuffer(3);
  for (let index = 0; index < 10; index++) buffer.push(`${index}`);
  expect(buffer.lines()).toEqual(['7', '8', '9']);
});

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
