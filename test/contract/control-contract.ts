import { expect, test, vi } from 'vitest';
import { specOf } from '../support/engine-things.ts';
import type { Subject } from './engine-contract.ts';
import { projectFixture } from './project-fixture.ts';

/** What is done to containers that are there. */
export function controlContract(subject: () => Subject): void {
  const project = projectFixture(subject);

  test('a stop with a grace period of its own waits no longer than that', async () => {
    const { engine, signal, bringUp } = project();
    const handle = await bringUp("trap '' TERM; echo up; sleep infinity", { stopGracePeriod: 3_600_000 });
    await engine.stop(handle, signal, 0);
    expect((await engine.inspect(handle, signal))?.status).toMatchObject({ kind: 'exited', exitCode: 137 });
  });

  test('a signal by name reaches the main process', async () => {
    const { engine, signal, bringUp } = project();
    const handle = await bringUp('echo up; sleep infinity');
    const { armed, exit } = engine.wait(handle, signal);
    await armed;
    await engine.kill(handle, signal, 'SIGTERM');
    expect(await exit).toMatchObject({ exitCode: 143 });
  });

  test('a paused container is seen as such until it goes on, and twice is fine', async () => {
    const { engine, signal, create } = project();
    const handle = await create('sleep infinity');
    await engine.start(handle, signal);
    await engine.pause(handle, signal);
    await engine.pause(handle, signal);
    expect((await engine.inspect(handle, signal))?.status.kind).toBe('paused');
    await engine.unpause(handle, signal);
    await engine.unpause(handle, signal);
    expect((await engine.inspect(handle, signal))?.status.kind).toBe('running');
  });

  test('a command in a container gets an environment of its own', async () => {
    const { engine, signal, create } = project();
    const handle = await create('sleep infinity', { environment: new Map([['A', 'container']]) });
    await engine.start(handle, signal);
    const environment = new Map([['B', 'command']]);
    const command = { kind: 'shell', script: 'echo $A $B', environment } as const;
    expect(await engine.exec(handle, command, signal)).toEqual({ exitCode: 0, output: 'container command\n' });
  });

  test('a container that is made beside the units is seen apart from them', async () => {
    const { engine, name, signal } = project();
    const spec = specOf(name, 'sleep infinity', { oneOff: true, name: `${name}-app-run-1` });
    const handle = await engine.create(spec, {}, signal);
    const { containers, oneOffs } = await engine.observe(name, signal);
    expect(containers).toEqual([]);
    expect(oneOffs).toEqual([{ handle, name: `${name}-app-run-1`, running: false }]);
    await engine.remove(handle, { volumes: true }, signal);
  });

  test('time of the processor and memory are told of a container that runs, and of no other', async () => {
    const { engine, signal, create } = project();
    const handle = await create('while :; do :; done');
    expect(await engine.usage(handle, signal)).toBeUndefined();
    await engine.start(handle, signal);
    const first = await vi.waitFor(async () => {
      const used = await engine.usage(handle, signal);
      expect(used?.memory).toBeGreaterThan(10_000);
      return used;
    }, 30_000);
    await vi.waitFor(async () => {
      const used = await engine.usage(handle, signal);
      expect(used?.cpuMs).toBeGreaterThan(first?.cpuMs ?? Number.POSITIVE_INFINITY);
    }, 30_000);
    await engine.kill(handle, signal);
    await engine.wait(handle, signal).exit;
    expect(await engine.usage(handle, signal)).toBeUndefined();
  });

  test('projects are listed with how many of their containers are in which state', async () => {
    const { engine, name, signal, create } = project();
    await engine.start(await create('sleep infinity'), signal);
    await create('sleep infinity', { unit: 'other' });
    const found = (await engine.projects(signal)).find((one) => one.name === name);
    expect(found).toEqual({ name, states: { running: 1, created: 1 } });
  });

  test('ports of the host that running containers hold are listed', async () => {
    const { engine, name, signal, create } = project();
    const host = 20_000 + (Number.parseInt(name.slice(1, 5), 16) % 10_000);
    const handle = await create('sleep infinity', {
      ports: [{ container: 80, host, address: '127.0.0.1', protocol: 'tcp' }],
    });
    expect((await engine.publishedPorts(signal)).filter(({ port }) => port === host)).toEqual([]);
    await engine.start(handle, signal);
    const found = (await engine.publishedPorts(signal)).filter(({ port }) => port === host);
    const place = { port: host, address: '127.0.0.1', protocol: 'tcp' };
    expect(found).toEqual([{ ...place, handle, container: `${name}-app-1`, project: name }]);
  });

  test('an image that is not there is fine to remove', async () => {
    const { engine, signal } = project();
    expect(await engine.image('devstack-none:1', signal)).toBeUndefined();
    expect(await engine.removeImage('devstack-none:1', signal)).toBe('absent');
  });

  test('what is copied into a container is there, and can be copied out', async () => {
    const { engine, signal, create, run, scratch } = project();
    const { handle: source } = await run(`echo hello > ${scratch}/copied`);
    const target = await create('true', { unit: 'other', folders: ['/devstack-output'] });
    const archive = await engine.copyOut(source, `${scratch}/copied`, signal);
    await engine.copyIn(target, '/devstack-output', archive, { owner: false }, signal);
    const copy = await engine.readFile(target, '/devstack-output/copied', 10, signal);
    expect(Buffer.from(copy ?? '').toString()).toBe('hello\n');
    await expect(engine.copyOut(source, '/no/such', signal)).rejects.toMatchObject({ failure: { code: 'not-found' } });
  });
}
