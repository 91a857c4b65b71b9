import { expect, test } from 'vitest';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { lasting } from './support/stack.ts';
import { engineOf, planOf, play, playToEnd, timeEnough } from './support/stage-play.ts';

const look = /GET \/containers\/json.*devstack\.project/;

test('where nothing stands yet, the network is made while the engine is looked at once more', async () => {
  await using fake = await startFakeEngine();
  const { promise: seen, resolve: letSee } = Promise.withResolvers<void>();
  fake.inject({ match: look, effect: { kind: 'delay', ms: 0 } });
  fake.inject({ match: look, effect: { kind: 'hold', until: seen } });
  const { run } = play(engineOf(fake), await planOf(`services: { a: ${lasting()} }`));
  await expect.poll(() => [...fake.state.networks.values()].map(({ Name }) => Name)).toEqual(['play_default']);
  letSee();
  expect(await run.done).toMatchObject({ kind: 'ready' });
  const made = fake.requests.filter(({ method, path }) => method === 'POST' && path === '/networks/create');
  expect(made).toHaveLength(1);
});

test('where nothing stands yet, the network is made without a look for its name first', async () => {
  await using fake = await startFakeEngine();
  await playToEnd(engineOf(fake), await planOf(`services: { a: ${lasting()} }`));
  const asked = fake.requests.map(({ method, url }) => `${method} ${decodeURIComponent(url)}`);
  const isLook = (line: string) => /^GET .*\/networks\?.*"name"/.test(line);
  expect(asked.findIndex(isLook)).toBeGreaterThan(asked.findIndex((line) => /^POST .*\/networks\/create/.test(line)));
});

test('others may go on only when the network is made, also where the look that was under way has failed', async () => {
  await using fake = await startFakeEngine();
  const { promise: created, resolve: letCreate } = Promise.withResolvers<void>();
  fake.inject({ match: look, effect: { kind: 'delay', ms: 0 } });
  const refused = fake.inject({ match: look, effect: { kind: 'refuse', status: 400, message: 'not today' } });
  fake.inject({ match: 'POST /networks/create', effect: { kind: 'hold', until: created } });
  const engine = engineOf(fake);
  const failed = playToEnd(engine, await planOf(`services: { a: ${lasting()} }`)).then(
    () => 'went on',
    (error: Error) => error.message,
  );
  const released = () =>
    fake.requests.some(({ method, path }) => method === 'DELETE' && path.startsWith('/containers'));
  await expect.poll(() => fake.requests.some(({ path }) => path === '/networks/create')).toBe(true);
  await expect.poll(() => refused.left).toBe(0);
  await timeEnough(engine);
  expect(released()).toBe(false);
  letCreate();
  expect(await failed).toContain('not today');
  expect(released()).toBe(true);
});
