import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { mixedEngine } from '../../src/engine/mixed-engine.ts';
import { startFakeEngine } from './fake-engine/start-fake-engine.ts';

test('a project of containers alone leaves nothing on this machine, also where another has processes there', async () => {
  await using fake = await startFakeEngine();
  const state = await mkdtemp(join(tmpdir(), 'devstack-mixed-'));
  onTestFinished(() => rm(state, { recursive: true }));
  await mkdir(join(state, 'devstack', 'other', 'units', 'api'), { recursive: true });
  const host = { ...fake.host, environment: { ...fake.host.environment, XDG_STATE_HOME: state } };
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
