import { expect, test } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { ownProcess } from '../support/test-host.ts';
import { startFakeEngine } from './fake-engine/start-fake-engine.ts';

const signal = () => AbortSignal.timeout(20_000);
const holder = { command: 'devstack up', host: 'laptop', process: ownProcess, since: 1 };

test('a memory whose holder was pruned is still there', async () => {
  await using fake = await startFakeEngine();
  const memory = dockerEngine(fake.host).memory('p');
  await memory.write(new Map([['key', 'kept']]), signal());
  const pruned = fake.state.find('p_devstack_memory');
  if (pruned !== undefined) fake.state.remove(pruned);
  fake.state.images.delete('devstack-holder:1');
  expect(await memory.read(signal())).toEqual(new Map([['key', 'kept']]));
});

test('a document that was cut off has no value, the others are read', async () => {
  await using fake = await startFakeEngine();
  const memory = dockerEngine(fake.host).memory('p');
  await memory.write(new Map([['good', 1]]), signal());
  const files = fake.state.volumes.get('p_devstack')?.files;
  files?.set('/jobs/cut.json', { kind: 'file', mode: 0o600, content: Buffer.from('{"a":') });
  files?.set('/notes.txt', { kind: 'file', mode: 0o600, content: Buffer.from('5') });
  expect(await memory.read(signal())).toEqual(
    new Map<string, unknown>([
      ['good', 1],
      ['jobs/cut', undefined],
    ]),
  );
});

test('the holder image is made once, without a pull', async () => {
  await using fake = await startFakeEngine();
  const engine = dockerEngine(fake.host);
  await engine.memory('p').write(new Map([['key', 1]]), signal());
  await engine.lock('p').acquire(holder, signal());
  const made = fake.requests
    .filter(({ path }) => path === '/images/create')
    .map(({ url }) => new URL(url, 'http://e').searchParams);
  expect(made.map((query) => [query.get('fromSrc'), query.get('repo')])).toEqual([['-', 'devstack-holder']]);
});

test('a lock that does not say who has it is respected', async () => {
  await using fake = await startFakeEngine({ images: ['devstack-holder:1'] });
  fake.state.create('p_devstack_lock', { Image: 'devstack-holder:1', Labels: {} });
  expect(await dockerEngine(fake.host).lock('p').acquire(holder, signal())).toMatchObject({
    kind: 'busy',
    holder: { command: 'unknown' },
  });
});

test('a lock is waited for without asking the engine all the time', async () => {
  await using fake = await startFakeEngine();
  const engine = dockerEngine(fake.host);
  const [first, second] = [engine.lock('p'), engine.lock('p')];
  await first.acquire(holder, signal());
  const released = second.released(signal());
  await expect.poll(() => fake.requests.filter(({ path }) => path === '/events').length).toBe(1);
  const looks = () => fake.requests.filter(({ path }) => path === '/containers/p_devstack_lock/json').length;
  await expect.poll(looks).toBeGreaterThan(0);
  await first.release(signal());
  await released;
  expect(looks()).toBeLessThan(10);
});

test('a name that is taken before its container is seen is waited for', async () => {
  await using fake = await startFakeEngine();
  const engine = dockerEngine(fake.host);
  await engine.lock('p').acquire(holder, signal());
  const effect = { kind: 'refuse', status: 404, message: 'No such container: p_devstack_lock' } as const;
  fake.inject({ match: 'GET /containers/p_devstack_lock/json', effect, times: 3 });
  expect(await engine.lock('p').acquire(holder, signal())).toEqual({
    kind: 'busy',
    holder,
    remedy: 'docker rm -f p_devstack_lock',
  });
});
