import { expect, test } from 'vitest';
import { dockerEngine } from '../../../src/engine/docker/docker-engine.ts';
import { networkOf, specOf } from '../../support/engine-things.ts';
import { startFakeEngine } from '../fake-engine/start-fake-engine.ts';

async function started() {
  const fake = await startFakeEngine();
  const signal = AbortSignal.timeout(20_000);
  const engine = dockerEngine(fake.host);
  await engine.ensureNetwork('p', networkOf('p'), signal);
  return Object.assign(fake, { engine, signal });
}

test('a container that ends by itself while it is removed goes as any other', async () => {
  await using fake = await started();
  const { engine, signal } = fake;
  const handle = await engine.create(specOf('p', 'true'), {}, signal);
  const message = `Could not kill running container ${handle}, cannot remove - Container ${handle} is not running`;
  fake.inject({ match: 'DELETE /containers', effect: { kind: 'refuse', status: 500, message } });
  await engine.remove(handle, { volumes: true }, signal);
  expect(fake.state.containers.size).toBe(0);
});

test('a helper that is gone though the engine could not say so fails no container', async () => {
  await using fake = await started();
  const { engine, signal } = fake;
  fake.inject({ match: 'DELETE /containers', effect: { kind: 'lose-answer' } });
  const spec = specOf('p', 'true', { folders: ['/out'], container: { read_only: true } });
  const handle = await engine.create(spec, {}, signal);
  expect([...fake.state.containers.keys()]).toEqual([handle]);
});

test('a container that the engine still makes when it is asked for again is waited for', async () => {
  await using fake = await started();
  const { engine, signal } = fake;
  fake.inject({ match: '/containers/create', effect: { kind: 'lose-answer' } });
  const notYet = { kind: 'refuse', status: 404, message: 'No such container: p-app-1' } as const;
  fake.inject({ match: 'GET /containers/p-app-1/json', effect: notYet, times: 3 });
  const handle = await engine.create(specOf('p', 'true'), {}, signal);
  expect([...fake.state.containers.keys()]).toEqual([handle]);
});
