import Docker from 'dockerode';
import { afterAll, expect, test } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { projectFixture } from '../contract/project-fixture.ts';
import { describeWithEngine, engineHost } from './engine-available.ts';

const engine = dockerEngine(engineHost);
afterAll(() => engine.close());

describeWithEngine('a paused container', () => {
  const project = projectFixture(() => ({ engine, scratch: '/tmp', seenFrom: () => engine }));

  test('is seen as paused, and goes on when it is started', async () => {
    const { create, signal } = project();
    const handle = await create('sleep infinity');
    await engine.start(handle, signal);
    const socketPath = engineHost.environment.DOCKER_HOST?.replace('unix://', '') ?? '';
    await new Docker({ socketPath }).getContainer(handle).pause();
    expect((await engine.inspect(handle, signal))?.status.kind).toBe('paused');
    await engine.start(handle, signal);
    expect((await engine.inspect(handle, signal))?.status.kind).toBe('running');
  });
});
