import { expect, test } from 'vitest';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { lasting, requestsOf } from './support/stack.ts';
import { engineOf, planOf, play, playToEnd, timeEnough } from './support/stage-play.ts';

const keeping = 'PUT /containers/play_devstack_memory/archive';

const starting = /^POST .*\/start$/;

test('what hashes are made with is kept before a container starts that has any, and while it is created', async () => {
  await using fake = await startFakeEngine();
  const { promise: kept, resolve: letKeep } = Promise.withResolvers<void>();
  fake.inject({ match: keeping, effect: { kind: 'hold', until: kept } });
  const engine = engineOf(fake);
  const { run } = play(engine, await planOf(`services: { a: ${lasting()} }`));
  await expect.poll(() => fake.requests.some(({ url }) => url.includes('name=play-a-1'))).toBe(true);
  await timeEnough(engine);
  expect(requestsOf(fake, starting)).toEqual([]);
  letKeep();
  expect(await run.done).toMatchObject({ kind: 'ready' });
  expect(requestsOf(fake, starting)).toHaveLength(1);
});

test('an interrupt ends the run also while an engine does not come to keep it', async () => {
  await using fake = await startFakeEngine();
  const hung = fake.inject({ match: keeping, effect: { kind: 'hang' } });
  const { run } = play(engineOf(fake), await planOf(`services: { a: ${lasting()} }`));
  await expect.poll(() => hung.left).toBe(0);
  run.send({ type: 'stop' });
  let end: unknown;
  void run.done.then((outcome) => (end = outcome));
  // Long before the call's own deadline of 30 s.
  await expect.poll(() => end, { timeout: 10_000 }).toMatchObject({ kind: 'stopped' });
  expect(requestsOf(fake, starting)).toEqual([]);
});

test('what could not be kept at first is kept at the end, and counts for the next run', async () => {
  await using fake = await startFakeEngine();
  fake.inject({ match: keeping, effect: { kind: 'refuse', status: 400, message: 'not now' } });
  const plan = await planOf(`services: { a: ${lasting()} }`);
  const { outcome, events } = await playToEnd(engineOf(fake), plan);
  expect(outcome).toMatchObject({ kind: 'ready', changed: true });
  expect(events.filter(({ type }) => type === 'warning')).toEqual([]);
  expect(await playToEnd(engineOf(fake), plan)).toMatchObject({ outcome: { kind: 'ready', changed: false } });
});
