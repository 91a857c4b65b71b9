import { expect, test } from 'vitest';
import { type ObservedContainer, type Start, startOf } from '../../src/plan/observed.ts';
import { specOf } from '../support/engine-things.ts';
import type { Subject } from './engine-contract.ts';
import { projectFixture } from './project-fixture.ts';

/** Life of a container. */
export function containerContract(subject: () => Subject): void {
  const project = projectFixture(subject);

  test('a created container is seen as the unit that it was made for, and does not run', async () => {
    const { engine, name, signal, create } = project();
    const handle = await create('sleep infinity', {
      stage: 'data',
      stageIndex: 2,
      needs: ['db', 'cache'],
      kind: 'job',
    });
    const { containers } = await engine.observe(name, signal);
    expect(containers).toMatchObject([
      {
        handle,
        name: `${name}-app-1`,
        instance: 'app#1',
        unit: 'app',
        kind: 'job',
        stage: 'data',
        stageIndex: 2,
        needs: ['db', 'cache'],
        config: { image: 'h1' },
        status: { kind: 'created' },
      },
    ]);
  });

  test('a started container runs with its environment', async () => {
    const { engine, signal, run, scratch } = project();
    const { handle } = await run(`echo "$GREETING" > ${scratch}/said`, {
      environment: new Map([['GREETING', 'hä= "llo']]),
    });
    const said = await engine.readFile(handle, `${scratch}/said`, 100, signal);
    expect(Buffer.from(said ?? '').toString()).toBe('hä= "llo\n');
  });

  test('a start that is known already looks as it does to one who asks', async () => {
    const { engine, name, signal, create } = project();
    const handle = await create('sleep infinity', {
      mounts: [{ type: 'anonymous', target: '/data', readOnly: false }],
    });
    await engine.start(handle, signal);
    const { containers: asked } = await engine.observe(name, signal);
    const { containers } = await engine.observe(name, signal, Promise.resolve(startsOf(asked)));
    expect(containers).toEqual(asked);
  });

  test('a start that is over is not taken for the present one', async () => {
    const { engine, name, signal, create } = project();
    const handle = await create('sleep infinity', { stopGracePeriod: 0 });
    await engine.start(handle, signal);
    const known = startsOf((await engine.observe(name, signal)).containers);
    await engine.stop(handle, signal);
    await engine.start(handle, signal);
    const { containers } = await engine.observe(name, signal, Promise.resolve(known));
    expect(containers).toEqual([await engine.inspect(handle, signal)]);
    expect(startsOf(containers)).not.toEqual(known);
  });

  test('the exit code of a container is told, and seen afterwards', async () => {
    const { engine, signal, run } = project();
    const { handle, exitCode } = await run('exit 3');
    expect(exitCode).toBe(3);
    expect((await engine.inspect(handle, signal))?.status).toMatchObject({
      kind: 'exited',
      exitCode: 3,
      oomKilled: false,
    });
  });

  test('an exit is told however soon it follows the start', async () => {
    const { run } = project();
    const exits = [];
    for (let index = 1; index <= 8; index++)
      exits.push((await run(`exit ${index}`, { name: `x${project().name}-${index}` })).exitCode);
    expect(exits).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('waiting for a container that has ended tells how it did', async () => {
    const { engine, signal, run } = project();
    const { handle } = await run('exit 4');
    expect(await engine.wait(handle, signal).exit).toEqual({ exitCode: 4, oomKilled: false });
  });

  test('a stopped container has ended, and stopping it again is fine', async () => {
    const { engine, signal, bringUp } = project();
    const handle = await bringUp('echo up; sleep infinity');
    await engine.stop(handle, signal);
    expect((await engine.inspect(handle, signal))?.status).toMatchObject({ kind: 'exited', exitCode: 143 });
    await engine.stop(handle, signal);
    await engine.kill(handle, signal);
  });

  test('a container that ignores its stop signal is killed after its grace period', async () => {
    const { engine, signal, bringUp } = project();
    const handle = await bringUp("trap '' TERM; echo up; sleep infinity", { stopGracePeriod: 1_000 });
    await engine.stop(handle, signal);
    expect((await engine.inspect(handle, signal))?.status).toMatchObject({ kind: 'exited', exitCode: 137 });
  });

  test('starting a container that runs is fine, and no start', async () => {
    const { engine, signal, create } = project();
    const handle = await create('sleep infinity');
    expect(await engine.start(handle, signal)).toBe(true);
    expect(await engine.start(handle, signal)).toBe(false);
  });

  test('a running container is removed, and removing it again or by two at once is fine', async () => {
    const { engine, signal, create } = project();
    const handle = await create('sleep infinity');
    await engine.start(handle, signal);
    await Promise.all([
      engine.remove(handle, { volumes: true }, signal),
      engine.remove(handle, { volumes: true }, signal),
    ]);
    expect(await engine.inspect(handle, signal)).toBeUndefined();
    await engine.remove(handle, { volumes: true }, signal);
    await engine.stop(handle, signal);
    await engine.kill(handle, signal);
  });

  test('a command in a container tells its exit code and both of its outputs', async () => {
    const { engine, signal, create } = project();
    const handle = await create('sleep infinity');
    await engine.start(handle, signal);
    const result = await engine.exec(handle, { kind: 'shell', script: 'echo fine; echo bad >&2; exit 7' }, signal);
    // Which of two streams comes first is the engine's to say.
    expect({ ...result, output: result.output.split('\n').toSorted() }).toEqual({
      exitCode: 7,
      output: ['', 'bad', 'fine'],
    });
    const direct = await engine.exec(handle, { kind: 'exec', argv: ['echo', 'direct'] }, signal);
    expect(direct).toEqual({ exitCode: 0, output: 'direct\n' });
  });

  test('a command in a container that does not run is refused in plain words', async () => {
    const { engine, signal, create } = project();
    const handle = await create('true');
    await expect(engine.exec(handle, { kind: 'exec', argv: ['true'] }, signal)).rejects.toThrow(
      'could not run a command in the container: the container is not running',
    );
  });

  test('a job can write into its folders, and what it wrote is read after its end', async () => {
    const { engine, signal, run } = project();
    const { handle } = await run('echo \'{"A":1}\' > $DEVSTACK_OUTPUT', {
      folders: ['/devstack-output'],
      environment: new Map([['DEVSTACK_OUTPUT', '/devstack-output/outputs.json']]),
      user: '1234',
    });
    const file = await engine.readFile(handle, '/devstack-output/outputs.json', 100, signal);
    expect(Buffer.from(file ?? '').toString()).toBe('{"A":1}\n');
    expect(await engine.readFile(handle, '/devstack-output/none.json', 100, signal)).toBeUndefined();
    await expect(engine.readFile(handle, '/devstack-output/outputs.json', 5, signal)).rejects.toThrow(
      'larger than 5 bytes',
    );
    await expect(engine.readFile(handle, '/devstack-output', 100, signal)).rejects.toThrow('no regular file');
  });

  test('a file or folder of a container is there or not', async () => {
    const { engine, signal, run, scratch } = project();
    const { handle } = await run(`echo hello > ${scratch}/said`);
    const isThere = (path: string) => engine.hasFile(handle, path, signal);
    expect(await Promise.all([`${scratch}/said`, scratch, `${scratch}/none`].map(isThere))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('a port that another container publishes is named, with what to do', async () => {
    const { engine, signal, create } = project();
    const port = {
      container: 80,
      host: 20_000 + (Number.parseInt(project().name.slice(1, 5), 16) % 10_000),
      address: '127.0.0.1',
      protocol: 'tcp',
    } as const;
    await engine.start(await create('sleep infinity', { ports: [port] }), signal);
    const second = await create('sleep infinity', { unit: 'other', ports: [port] });
    await expect(engine.start(second, signal)).rejects.toMatchObject({
      failure: {
        code: 'port-taken',
        family: 'unit',
        message: expect.stringContaining(String(port.host)),
        hint: expect.stringContaining('stop'),
      },
    });
  });

  test('ports without a host port, and those for probes, are published somewhere on this machine', async () => {
    const { engine, signal, create } = project();
    const handle = await create('sleep infinity', {
      ports: [{ container: 80, address: '127.0.0.1', protocol: 'tcp' }],
      probePorts: [81, 80],
    });
    await engine.start(handle, signal);
    const ports = (await engine.inspect(handle, signal))?.ports ?? [];
    expect(ports.map(({ container, address }) => [container, address]).toSorted()).toEqual([
      [80, '127.0.0.1'],
      [81, '127.0.0.1'],
    ]);
    expect(ports.every(({ host }) => host > 0)).toBe(true);
  });

  test('a name that is taken is told', async () => {
    const { engine, name, signal, create } = project();
    await create('true');
    await expect(engine.create(specOf(name, 'true'), {}, signal)).rejects.toMatchObject({
      failure: {
        code: 'container-create',
        message: expect.stringContaining(`a container named "${name}-app-1" exists already`),
      },
    });
  });

  test('an abort is the reason of what it ends', async () => {
    const { engine, create } = project();
    const handle = await create('sleep infinity');
    const scope = new AbortController();
    const { armed, exit } = engine.wait(handle, scope.signal);
    await armed;
    const reason = new Error('the run was interrupted');
    scope.abort(reason);
    await expect(exit).rejects.toBe(reason);
    await expect(engine.inspect(handle, scope.signal)).rejects.toBe(reason);
  });
}

const startsOf = (containers: readonly ObservedContainer[]): ReadonlyMap<string, Start> =>
  new Map(containers.flatMap(({ handle, status }) => (status.kind === 'running' ? [[handle, startOf(status)]] : [])));
