import { expect, test } from 'vitest';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { lasting } from './support/stack.ts';
import { engineOf, planOf, playToEnd } from './support/stage-play.ts';

test('what hashes are made with is kept before a container runs that has any', async () => {
  await using fake = await startFakeEngine();
  const { outcome } = await playToEnd(engineOf(fake), await planOf(`services: { a: ${lasting()} }`));
  expect(outcome).toMatchObject({ kind: 'ready' });
  const asked = fake.requests.map(({ method, url }) => `${method} ${url}`);
  const holder = asked.findIndex((line) => /create\?.*name=play_devstack_memory/.test(line));
  const start = asked.findIndex((line) => /^POST .*\/start/.test(line));
  expect(start).toBeGreaterThan(holder);
  const between = asked.slice(holder, start);
  expect(between).toContainEqual(expect.stringMatching(/^PUT .*\/play_devstack_memory\/archive/));
});
