import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { projectFixture } from '../contract/project-fixture.ts';
import { networkOf } from '../support/engine-things.ts';
import { describeWithEngine, engineHost } from './engine-available.ts';

const engine = dockerEngine(engineHost);
afterAll(() => engine.close());
const nowhere = { source: { path: 'devstack.yaml', text: '', folder: '/' }, start: 0, end: 0 };

/** Whether this very page is there: some networks let connections to any address succeed. */
const serves = async (address: string, page: string): Promise<boolean> => {
  const answer = await fetch(`http://${address}/`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
  return (await answer?.text())?.includes(page) ?? false;
};

describeWithEngine('what only a real engine can show', () => {
  const project = projectFixture(() => ({ engine, scratch: '/tmp', seenFrom: () => engine }));

  test('whether containers are reached is known before any runs', async () => {
    const { name, create, signal } = project();
    const info = await engine.info(signal);
    const known = info.reaches(await engine.ensureNetwork(name, networkOf(name), signal));
    const handle = await create(`mkdir /www; echo ${name} > /www/index.html; httpd -f -p 80 -h /www`);
    await engine.start(handle, signal);
    const address = (await engine.inspect(handle, signal))?.addresses.get(`${name}_default`) ?? 'none';
    // That it is not reached can only be seen for a while, that it is as late as it comes.
    const timeout = known ? 30_000 : 3_000;
    const reached = await vi.waitUntil(() => serves(address, name), { timeout }).catch(() => false);
    expect(reached).toBe(known);
  });

  test('a folder to be mounted is made where that is asked for, and missed where it is not', async () => {
    const { create, run } = project();
    const folder = await mkdtemp(join(tmpdir(), 'devstack-bind-'));
    const bind = {
      type: 'bind',
      source: join(folder, 'made'),
      target: '/data',
      readOnly: false,
      span: nowhere,
    } as const;
    await expect(create('true', { mounts: [{ ...bind, create: false }] })).rejects.toMatchObject({
      failure: { message: expect.stringContaining(`"${bind.source}" that it mounts does not exist`) },
    });
    await run('echo hello > /data/file', { mounts: [{ ...bind, create: true }] });
    expect((await stat(join(bind.source, 'file'))).size).toBe(6);
    await rm(folder, { recursive: true });
  });

  test('a temporary file system has its size and is empty again after a restart', async () => {
    const { run, signal } = project();
    const mounts = [{ type: 'tmpfs', target: '/scratch', size: 1_048_576, mode: 0o1777, span: nowhere }] as const;
    const script = 'ls /scratch > /tmp/seen; echo x > /scratch/file; df -k /scratch | tail -1 > /tmp/df';
    const { handle } = await run(script, { mounts });
    // The end of before would be told as well, as long as it has not been started again.
    await engine.start(handle, signal);
    await engine.wait(handle, signal).exit;
    const read = async (path: string) =>
      Buffer.from((await engine.readFile(handle, path, 1000, signal)) ?? 'none').toString();
    expect(await read('/tmp/seen')).toBe('');
    expect(await read('/tmp/df')).toContain('1024');
  });

  test('a link that a job leaves in place of its file is not followed', async () => {
    const { run, signal } = project();
    const { handle } = await run('ln -s /etc/passwd /out/file', { folders: ['/out'] });
    await expect(engine.readFile(handle, '/out/file', 1000, signal)).rejects.toThrow('is no regular file');
  });

  test('a command that the image does not have is named', async () => {
    const { create, signal } = project();
    const handle = await create('true', { entrypoint: ['nodejs'], init: false });
    await expect(engine.start(handle, signal)).rejects.toThrow('its image has no command "nodejs"');
  });

  test('the health that the engine itself finds is seen soon, although its interval is long', async () => {
    const { create, signal } = project();
    const { apiVersion } = await engine.info(signal);
    const interval = Number(apiVersion.split('.')[1]) >= 44 ? 30_000 : 1_000;
    const test = { kind: 'exec', argv: ['true'] } as const;
    const handle = await create('sleep infinity', { healthcheck: { disabled: false, test, interval } });
    await engine.start(handle, signal);
    const health = async () => {
      const status = (await engine.inspect(handle, signal))?.status;
      return status?.kind === 'running' ? status.health : status?.kind;
    };
    await expect.poll(health, { timeout: 20_000, interval: 200 }).toBe('healthy');
  });
});
