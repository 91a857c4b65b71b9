import Docker from 'dockerode';
import { afterAll, expect, test } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { projectFixture } from '../contract/project-fixture.ts';
import { planOf, play } from '../run/support/stage-play.ts';
import { describeWithEngine, engineHost } from './engine-available.ts';

const engine = dockerEngine(engineHost);
afterAll(() => engine.close());

const running = 'image: "busybox:1.36", init: true, command: [sleep, "1000"]';
const service = `services: { app: { ${running}, ready: { exec: ["false"] } } }`;
const job = `jobs: { app: { ${running} } }`;

/** What others do to a container, in the engine's own terms. */
const byHand = {
  remove: (container: Docker.Container) => container.remove({ force: true }),
  kill: (container: Docker.Container) => container.kill(),
  stop: (container: Docker.Container) => container.stop({ t: 5 }),
};

describeWithEngine('what someone else does to a container on a real engine', () => {
  const project = projectFixture(() => ({ engine, scratch: '/tmp', seenFrom: () => engine }));

  /** How a run fails whose only container, once it runs, this is done to. */
  async function failureAfter(act: keyof typeof byHand, text: string) {
    const { name } = project();
    const { run, saw } = play(engine, await planOf(text, name));
    const started = await saw('unit.started', 'app');
    const handle = 'container' in started ? started.container : '';
    const socketPath = engineHost.environment.DOCKER_HOST?.replace('unix://', '') ?? '';
    await byHand[act](new Docker({ socketPath }).getContainer(handle));
    return await run.done;
  }

  test.each([
    ['a service that is removed', 'remove', service, 'removed', 'the container of service "app" was removed'],
    ['a service that is killed', 'kill', service, 'exited', 'service "app" exited with code 137'],
    ['a service that is stopped', 'stop', service, 'exited', 'service "app" exited with code 143'],
    ['a job that is removed', 'remove', job, 'removed', 'the container of job "app" was removed by someone else'],
    ['a job that is killed', 'kill', job, 'job-exit', 'job "app" ended with exit code 137'],
  ] as const)('%s is told as that', async (_, act, text, code, message) => {
    const failure = { code, message: expect.stringContaining(message) };
    expect(await failureAfter(act, text)).toMatchObject({ kind: 'failed', failures: [{ failure }] });
  });
});
