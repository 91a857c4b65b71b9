import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Host } from '../../src/core/host.ts';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { mixedEngine } from '../../src/engine/mixed-engine.ts';
import { startFakeEngine } from './fake-engine/start-fake-engine.ts';

/** A machine on which the project "other" has processes. */
async function withOther(host: Host): Promise<Host & { readonly state: string }> {
  const state = await mkdtemp(join(tmpdir(), 'devstack-mixed-'));
  onTestFinished(() => rm(state, { recursive: true }));
  await mkdir(join(state, 'devstack', 'other', 'units', 'api'), { recursive: true });
  return { ...host, environment: { ...host.environment, XDG_STATE_HOME: state }, state };
}

test('an engine that can not be reached is missed by a project that has nothing on this machine, whatever others have', async () => {
  await using fake = await startFakeEngine();
  const { state, ...host } = await withOther(fake.host);
  const gone = { ...host, environment: { ...host.environment, DOCKER_HOST: `unix://${state}/nowhere.sock` } };
  const engine = mixedEngine(dockerEngine(gone), gone);
  const { signal } = new AbortController();
  expect((await engine.info(signal)).description).toContain('no container engine answers');
  await expect(engine.observe('shop', signal)).rejects.toThrow('no engine answers at');
  expect(await engine.observe('other', signal)).toMatchObject({ containers: expect.any(Array) });
  engine.close();
});

test('a project of containers alone leaves nothing on this machine, also where another has processes there', async () => {
  await using fake = await startFakeEngine();
  const { state, ...host } = await withOther(fake.host);
  const engine = mixedEngine(dockerEngine(host), host);
  const { signal } = new AbortController();
  await engine.ownedStacks(signal);
  for await (const event of engine.events('shop', signal)) {
    expect(event).toEqual({ type: 'connected' });
    break;
  }
  engine.close();
  expect(await readdir(join(state, 'devstack'))).toEqual(['other']);
});
