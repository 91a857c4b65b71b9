import { expect, test } from 'vitest';
import { connect } from '../../src/engine/docker/connect.ts';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { startFakeEngine } from './fake-engine/start-fake-engine.ts';

const soon = () => AbortSignal.timeout(10_000);

test('what is asked of an engine does not wait for who it is', async () => {
  await using fake = await startFakeEngine();
  const told = Promise.withResolvers<void>();
  fake.inject({ match: '/version', effect: { kind: 'hold', until: told.promise } });
  const engine = dockerEngine(fake.host);
  const info = engine.info(soon());
  expect(await engine.observe('play', soon())).toMatchObject({ containers: [] });
  told.resolve();
  expect(await info).toMatchObject({ description: expect.stringContaining('Docker 0.0.0-fake') });
  engine.close();
});

test.each([
  ['/_ping', 403],
  ['/_ping', 404],
])('an engine behind a proxy that refuses %s with %i is spoken to as its version tells', async (match, status) => {
  await using fake = await startFakeEngine();
  fake.inject({ match, effect: { kind: 'refuse', status, message: 'not allowed' } });
  const { apiVersion, close } = await connect(fake.host, soon());
  expect(apiVersion).toMatch(/^1\.\d+$/);
  close();
});

test('who an engine is, is asked once more where it could not tell', async () => {
  await using fake = await startFakeEngine();
  fake.inject({ match: '/version', effect: { kind: 'refuse', status: 500, message: 'busy' } });
  const engine = dockerEngine(fake.host);
  expect(await engine.info(soon())).toMatchObject({ apiVersion: expect.stringMatching(/^1\./) });
  engine.close();
});
