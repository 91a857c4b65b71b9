import { PassThrough } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { chunksOf } from '../../../src/engine/docker/ask.ts';

afterEach(() => {
  vi.useRealTimers();
});

const signal = AbortSignal.timeout(10_000);

test('an answer that stops in the middle is an engine that gives none in time', async () => {
  const stream = new PassThrough();
  stream.write('half');
  const chunks = chunksOf(stream, { doing: 'read a file', idleMs: 20 }, signal);
  expect(String((await chunks.next()).value)).toBe('half');
  await expect(chunks.next()).rejects.toMatchObject({
    failure: { code: 'engine-lost', message: 'could not read a file: the engine gave no answer in time' },
  });
  expect(stream.destroyed).toBe(true);
});

test('whoever reads an answer may take time over it', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const stream = new PassThrough();
  stream.end('whole');
  const read: string[] = [];
  for await (const chunk of chunksOf(stream, { doing: 'read a file', idleMs: 20 }, signal)) {
    vi.advanceTimersByTime(60);
    read.push(String(chunk));
  }
  expect(read).toEqual(['whole']);
});
