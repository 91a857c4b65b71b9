import { expect, onTestFinished, test } from 'vitest';
import { prefixed, shardShell } from '../../src/cli/shard-shell.ts';
import { testShell } from './support/test-shell.ts';

test('each line of a shard tells whose it is, also one that comes in pieces or has no end', async () => {
  const shell = testShell();
  const shard = shardShell(shell, { number: 2, of: 10 });
  for (const piece of ['one\nt', 'wo', '\nlast']) shard.stdout.write(piece);
  shard.stderr.write('odd\n');
  await shard.flushed();
  expect(shell.written).toEqual({ out: '[ 2/10] one\n[ 2/10] two\n[ 2/10] last\n', err: '[ 2/10] odd\n' });
});

test('a character that comes in two pieces stays whole', async () => {
  const stream = prefixed('> ');
  const bytes = Buffer.from('größe\n');
  stream.write(bytes.subarray(0, 3));
  stream.end(bytes.subarray(3));
  expect(await stream.setEncoding('utf8').toArray()).toEqual(['', '> größe\n'].filter(Boolean));
});

test('the command of a shard knows which one it is', () => {
  const { host } = shardShell(testShell({ environment: { HOME: '/root' } }), { number: 1, of: 3 });
  expect(host.environment).toEqual({ HOME: '/root', DEVSTACK_SHARD: '1', DEVSTACK_SHARDS: '3' });
});

test('as many shards as there may be write at once without a warning of Node', async () => {
  const warnings: Error[] = [];
  const collect = (warning: Error): void => void warnings.push(warning);
  process.on('warning', collect);
  onTestFinished(() => void process.off('warning', collect));
  const shell = testShell();
  const shards = Array.from({ length: 64 }, (_, index) => shardShell(shell, { number: index + 1, of: 64 }));
  await Promise.all(shards.map(({ flushed }) => flushed()));
  expect(warnings).toEqual([]);
});
