import { expect, test } from 'vitest';
import { type FakeEngine, startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { requestsOf } from '../support/stack.ts';
import { engineOf, planOf, play, timeEnough } from '../support/stage-play.ts';

const stack = (more = '') => `
jobs:
  seed:
    image: busybox:1.36
    command: [sh, -c, 'echo {"TOKEN":{"value":"tok3n-sup3r-s3cret"}} > /devstack-output/outputs.json']
    outputs: { TOKEN: { sensitive: true } }
services:
  api:
    image: busybox:1.36
    command: [sh, -c, "sleep infinity"]
    depends_on: [seed]
${more}`;

const reading = /GET \/containers\/[^/]+\/archive\?path=%2Fdevstack-output/;
const keeping = 'PUT /containers/play_devstack_memory/archive';

/** Plays a stack up to where its job has ended, and then on with this for what its end is remembered with. */
async function playOn(fake: FakeEngine, text: string, effect: Parameters<FakeEngine['inject']>[0]['effect']) {
  const { promise: read, resolve: letRead } = Promise.withResolvers<void>();
  const looked = fake.inject({ match: reading, effect: { kind: 'hold', until: read } });
  const engine = engineOf(fake);
  const played = play(engine, await planOf(text));
  await expect.poll(() => looked.left).toBe(0);
  fake.inject({ match: keeping, effect });
  letRead();
  return { ...played, engine };
}

const created = ({ state }: FakeEngine): readonly string[] => [...state.containers.values()].map(({ name }) => name);

const starting = /^POST .*\/start$/;

test.each([
  ['a service', '', 'play-api-1'],
  ['a command before its start', '    pre_start: [{ command: [echo, hello] }]', 'play-api-1'],
])('%s that is given something sensitive is made while that is kept, and started only then', async (_, more, name) => {
  await using fake = await startFakeEngine();
  const { promise: kept, resolve: letKeep } = Promise.withResolvers<void>();
  const { run, engine, saw } = await playOn(fake, stack(more), { kind: 'hold', until: kept });
  await saw('unit.completed', 'seed');
  await expect.poll(() => created(fake)).toContain(name);
  await timeEnough(engine);
  expect(requestsOf(fake, starting)).toHaveLength(1);
  letKeep();
  expect(await run.done).toMatchObject({ kind: 'ready' });
});

test('where something sensitive can not be kept, nothing starts that is given it', async () => {
  await using fake = await startFakeEngine();
  const { run } = await playOn(fake, stack(), { kind: 'refuse', status: 400, message: 'not today' });
  const message = expect.stringMatching(
    /^what job "seed" has passed on is sensitive, and could not be kept: .*not today/,
  );
  expect(await run.done).toMatchObject({ kind: 'failed', failures: [{ instance: 'api#1', failure: { message } }] });
  expect(requestsOf(fake, starting)).toHaveLength(1);
});
