import { expect, test, vi } from 'vitest';
import { connect } from '../../src/engine/docker/connect.ts';
import { stopContainer } from '../../src/engine/docker/stop-container.ts';
import { startFakeEngine } from './fake-engine/start-fake-engine.ts';

/** Longest that a test may take, ms. */
const bound = 20_000;
const onEmpty = (): void => undefined;

/** A container that runs, and a watch on its end that tells when it is ended. */
async function watched() {
  const fake = await startFakeEngine();
  const { docker } = await connect(fake.host, AbortSignal.timeout(bound));
  const handle = fake.state.create('lasting', { Image: 'busybox:1.36', Cmd: ['sleep', 'infinity'] }).id;
  await docker.getContainer(handle).start();
  const unwatch = vi.fn<() => void>();
  const watchEnd = vi.fn((_id: string, _callback: () => void) => unwatch);
  return { fake, docker, handle, unwatch, watchEnd, [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose]() };
}

test('the end of a container is watched for as long as the engine stops it', async () => {
  await using play = await watched();
  const { docker, handle, watchEnd, unwatch } = play;
  await stopContainer(docker, handle, AbortSignal.timeout(bound), { onEmpty, watchEnd });
  expect(watchEnd).toHaveBeenCalledExactlyOnceWith(handle, onEmpty);
  expect(unwatch).toHaveBeenCalledOnce();
});

test('the end of a container is watched no longer once nobody waits for its stop', async () => {
  await using play = await watched();
  const { fake, docker, handle, watchEnd, unwatch } = play;
  fake.inject({ match: /POST .*\/stop/, effect: { kind: 'hang' } });
  await expect(stopContainer(docker, handle, AbortSignal.timeout(50), { onEmpty, watchEnd })).rejects.toThrow();
  expect(unwatch).toHaveBeenCalledOnce();
});

test('the end of a container is not watched where nobody wants to hear of it', async () => {
  await using play = await watched();
  const { docker, handle, watchEnd } = play;
  await stopContainer(docker, handle, AbortSignal.timeout(bound), { watchEnd });
  expect(watchEnd).not.toHaveBeenCalled();
});
