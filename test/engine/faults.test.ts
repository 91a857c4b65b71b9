import { describe, expect, test } from 'vitest';
import { ask } from '../../src/engine/docker/ask.ts';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import type { Engine, PullProgress } from '../../src/engine/engine.ts';
import { networkOf, specOf } from '../support/engine-things.ts';
import { type FakeEngine, startFakeEngine } from './fake-engine/start-fake-engine.ts';

const signal = () => AbortSignal.timeout(20_000);

/** A fake engine with a network, and the real client for it. */
async function started(): Promise<FakeEngine & { readonly engine: Engine }> {
  const fake = await startFakeEngine();
  const engine = dockerEngine(fake.host);
  await engine.ensureNetwork('p', networkOf('p'), signal());
  return Object.assign(fake, { engine });
}

describe('an engine that goes away', () => {
  test('is told once in the events, and they go on when it is back', async () => {
    await using fake = await started();
    const events = fake.engine.events('p', signal())[Symbol.asyncIterator]();
    await events.next();
    fake.endStreams('/events');
    expect((await events.next()).value).toMatchObject({ type: 'disconnected' });
    expect((await events.next()).value).toEqual({ type: 'connected' });
    await fake.goAway();
    expect((await events.next()).value).toMatchObject({ type: 'disconnected' });
    await fake.comeBack();
    expect((await events.next()).value).toEqual({ type: 'connected' });
    await fake.engine.create(specOf('p', 'true'), {}, signal());
    expect((await events.next()).value).toMatchObject({ type: 'created' });
    await events.return?.();
  });

  test('does not lose the exit of a container that someone waits for', async () => {
    await using fake = await started();
    const handle = await fake.engine.create(specOf('p', 'sleep 0.1; exit 3'), {}, signal());
    const { armed, exit } = fake.engine.wait(handle, signal());
    await armed;
    await fake.engine.start(handle, signal());
    await fake.goAway();
    await fake.comeBack();
    expect(await exit).toEqual({ exitCode: 3, oomKilled: false });
  });

  test('neither loses nor repeats a line that is followed', async () => {
    await using fake = await started();
    const handle = await fake.engine.create(specOf('p', 'echo a; echo b; sleep infinity'), {}, signal());
    await fake.engine.start(handle, signal());
    const lines = fake.engine.logs(handle, { follow: true }, signal())[Symbol.asyncIterator]();
    const next = async () => (await lines.next()).value?.line;
    expect([await next(), await next()]).toEqual(['a', 'b']);
    const third = next();
    await fake.goAway();
    fake.state.find(handle)?.print('stdout', 'said meanwhile\n');
    await fake.comeBack();
    expect(await third).toBe('said meanwhile');
    await lines.return?.(undefined);
  });

  test('is a lost engine to a call in the middle that must not be made twice', async () => {
    await using fake = await started();
    const handle = await fake.engine.create(specOf('p', 'sleep infinity'), {}, signal());
    await fake.engine.start(handle, signal());
    fake.inject({ match: /POST \/exec\/.*\/start/, effect: { kind: 'cut' } });
    await expect(fake.engine.exec(handle, { kind: 'exec', argv: ['true'] }, signal())).rejects.toMatchObject({
      failure: { code: 'engine-lost', message: expect.stringContaining('could not run a command in the container') },
    });
  });

  test('has made a container once, though it could not say so', async () => {
    await using fake = await started();
    fake.inject({ match: '/containers/create', effect: { kind: 'lose-answer' } });
    const handle = await fake.engine.create(specOf('p', 'true'), {}, signal());
    expect([...fake.state.containers.keys()]).toEqual([handle]);
  });

  test('does not lend its name to a container of someone else', async () => {
    await using fake = await started();
    fake.state.create('p-app-1', { Image: 'busybox:1.36', Labels: { 'devstack.unit': 'app' } });
    fake.inject({ match: '/containers/create', effect: { kind: 'cut' } });
    await expect(fake.engine.create(specOf('p', 'true'), {}, signal())).rejects.toThrow('exists already');
  });
});

test('an engine that does not answer is given up after the deadline of the call', async () => {
  const asked = { doing: 'look', deadlineMs: 20 };
  const never = (): Promise<never> => new Promise(() => undefined);
  await expect(ask(asked, signal(), never)).rejects.toMatchObject({
    failure: { code: 'engine-lost', message: 'could not look: the engine gave no answer in time' },
  });
});

test('an abort ends a call that hangs, with its own reason', async () => {
  await using fake = await started();
  fake.inject({ match: '/containers/create', effect: { kind: 'hang' } });
  const scope = new AbortController();
  const made = fake.engine.create(specOf('p', 'true'), {}, scope.signal);
  const reason = new Error('enough');
  scope.abort(reason);
  await expect(made).rejects.toBe(reason);
});

test('a container that vanishes between the list and the look at it is left out', async () => {
  await using fake = await started();
  await fake.engine.create(specOf('p', 'true'), {}, signal());
  await fake.engine.create(specOf('p', 'true', { unit: 'other' }), {}, signal());
  fake.inject({
    match: /GET \/containers\/[^/]+\/json$/,
    effect: { kind: 'refuse', status: 404, message: 'No such container: x' },
  });
  expect((await fake.engine.observe('p', signal())).containers).toHaveLength(1);
});

test('a removal that someone else has begun is waited for', async () => {
  await using fake = await started();
  const handle = await fake.engine.create(specOf('p', 'true'), {}, signal());
  const message = `removal of container ${handle} is already in progress`;
  fake.inject({ match: 'DELETE /containers', effect: { kind: 'refuse', status: 409, message } });
  let removed = false;
  const removal = fake.engine.remove(handle, { volumes: true }, signal()).then(() => expect(removed).toBe(true));
  await expect.poll(() => fake.requests.some(({ url }) => url.includes('condition=removed'))).toBe(true);
  const container = fake.state.find(handle);
  removed = true;
  if (container !== undefined) fake.state.remove(container);
  await removal;
});

test('a network goes, though the engine still has a place in it for a container that is gone', async () => {
  await using fake = await started();
  for (const { left } of fake.state.networks.values()) left.add('p-app-1');
  await fake.engine.removeNetwork('p_default', signal());
  expect([...fake.state.networks.keys()]).toEqual([]);
});

test('a network stays for a container that has the name of one that is gone', async () => {
  await using fake = await started();
  await fake.engine.create(specOf('p', 'true'), {}, signal());
  const [name = ''] = fake.state.containers.values().map((container) => container.name);
  for (const { left } of fake.state.networks.values()) left.add(name);
  await expect(fake.engine.removeNetwork('p_default', signal())).rejects.toThrow(`still connected to it ("${name}")`);
});

test('a container whose folders can not be made does not stay', async () => {
  await using fake = await started();
  fake.inject({
    match: 'PUT /containers',
    effect: { kind: 'refuse', status: 500, message: 'no space left on device' },
  });
  const made = fake.engine.create(specOf('p', 'true', { folders: ['/out'] }), {}, signal());
  await expect(made).rejects.toThrow('the disk of the engine is full');
  expect((await fake.engine.observe('p', signal())).containers).toEqual([]);
});

test('a pull adds up its layers', async () => {
  await using fake = await started();
  const seen: PullProgress[] = [];
  await fake.engine.pull('acme/app:1', undefined, (progress) => seen.push(progress), signal());
  expect(seen.map(({ current, total }) => [current, total])).toEqual([
    [10, 100],
    [15, 150],
    [105, 150],
    [150, 150],
  ]);
  expect(await fake.engine.image('acme/app:1', signal())).toMatchObject({ id: expect.stringMatching(/^sha256:/) });
});

test('a pull that fails in the middle of its report has failed', async () => {
  await using fake = await started();
  await expect(fake.engine.pull('acme/missing:1', undefined, () => undefined, signal())).rejects.toMatchObject({
    failure: { code: 'image-pull', message: 'could not pull the image "acme/missing:1": the registry has no such tag' },
  });
});
