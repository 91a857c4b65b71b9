import { once } from 'node:events';
import { Duplex, PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { connectStreams } from '../../../src/engine/docker/streams.ts';

/** A connection that was cut before the input that is written to it. */
const cutOff = (code: string): Duplex =>
  new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })),
  });

test.each(['EPIPE', 'ECONNRESET'])(
  'a process that ends before it has read its input is no failure (%s)',
  async (code) => {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const connection = cutOff(code);
    const closed = connectStreams(connection, { stdin, stdout, stderr }, AbortSignal.timeout(10_000));
    connection.push(Buffer.from([1, 0, 0, 0, 0, 0, 0, 5, ...Buffer.from('said\n')]));
    await once(stdout, 'readable');
    stdin.write('nobody reads this');
    await closed;
    stdout.end();
    expect((await buffer(stdout)).toString()).toBe('said\n');
  },
);

test('a connection that fails for another reason is told', async () => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const closed = connectStreams(cutOff('EIO'), { stdin, stdout, stderr }, AbortSignal.timeout(10_000));
  stdin.write('nobody reads this');
  await expect(closed).rejects.toThrow('write EIO');
});
