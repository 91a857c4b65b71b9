import { expect, test } from 'vitest';
import { examineEngine } from '../../../src/engine/docker/examine.ts';
import { startFakeEngine } from '../fake-engine/start-fake-engine.ts';

const signal = () => AbortSignal.timeout(30_000);

test('an engine tells who named it, its storage, its clock, its pools and its builder', async () => {
  await using fake = await startFakeEngine();
  const SystemTime = new Date(Date.now() + 60_000).toISOString();
  fake.state.info = { Driver: 'vfs', SystemTime, DefaultAddressPools: [{ Base: '127.0.0.0/8', Size: 16 }] };
  const found = await examineEngine(fake.host, signal());
  expect(found).toMatchObject({
    source: 'DOCKER_HOST',
    isRemote: false,
    product: 'Docker',
    builder: { ok: true, value: 'buildkit' },
    networks: { ok: true, value: { used: 0, total: 256 } },
    system: { ok: true, value: { storageDriver: 'vfs', hasProxy: false } },
  });
  expect(found.system.ok && found.system.value.clockAheadMs).toBeGreaterThan(50_000);
});

test('a part that the engine refuses does not hide the others', async () => {
  await using fake = await startFakeEngine();
  fake.inject({ match: '/info', effect: { kind: 'refuse', status: 500, message: 'no disk' }, times: 9 });
  expect(await examineEngine(fake.host, signal())).toMatchObject({
    system: { ok: false, reason: expect.stringContaining('no disk') },
    networks: { ok: true },
  });
});

test('a part that the engine never answers is given up', async () => {
  await using fake = await startFakeEngine();
  fake.inject({ match: 'GET /networks', effect: { kind: 'hang' } });
  expect(await examineEngine(fake.host, signal())).toMatchObject({
    system: { ok: true },
    networks: { ok: false, reason: expect.stringContaining('gave no answer in time') },
  });
});

test('only locks whose holder is gone are told', async () => {
  await using fake = await startFakeEngine();
  const lock = (project: string, pid: string) =>
    fake.state.create(`${project}_devstack_lock`, {
      Image: 'busybox:1.36',
      Labels: {
        'devstack.lock': project,
        'devstack.lock.command': 'devstack up',
        'devstack.lock.host': fake.host.name,
        'devstack.lock.pid': pid,
        'devstack.lock.start': fake.host.process.start,
        'devstack.lock.boot': fake.host.process.bootId,
      },
    });
  lock('dead', '1');
  lock('alive', String(fake.host.process.pid));
  const { deadLocks } = await examineEngine(fake.host, signal());
  expect(deadLocks.ok && deadLocks.value.map(({ project }) => project)).toEqual(['dead']);
});
