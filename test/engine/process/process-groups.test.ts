import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { identityOf, isAlive } from '../../../src/engine/process/identity.ts';
import { inFolder, processesWith, until } from './support/in-folder.ts';

const at = inFolder();
const onLinux = describe.runIf(process.platform === 'linux');

/** Listens on a port for good, takes no notice of SIGTERM, and so does what it has begun. */
const stubborn = `
  const { spawn } = require('node:child_process');
  process.on('SIGTERM', () => {});
  const role = process.argv[1];
  if (role === 'main') spawn(process.execPath, ['-e', process.env.SCRIPT, 'child'], { stdio: 'inherit' });
  if (role === 'child') {
    spawn(process.execPath, ['-e', process.env.SCRIPT, 'grandchild'], { stdio: 'inherit', detached: true });
  }
  setInterval(() => {}, 1000);
  if (role === 'grandchild') {
    require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port); });
  }
`;

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(socket.destroy() !== undefined));
    socket.on('error', () => resolve(false));
  });

onLinux('all that a unit has begun', () => {
  const startStubborn = async (): Promise<{ readonly handle: string; readonly port: number }> => {
    const { start, engine, signal, project } = at();
    const environment = new Map([
      ['SCRIPT', stubborn],
      ['OF', project],
    ]);
    const handle = await start('', {
      command: [process.execPath, '-e', stubborn, 'main'],
      environment,
      stopGracePeriod: 200,
    });
    for await (const { line } of engine.logs(handle, { follow: true }, signal)) return { handle, port: Number(line) };
    throw new Error('it never listened');
  };

  test('is gone after the grace period though it ignores SIGTERM and has left the group, and its port is free', async () => {
    const { engine, signal, project } = at();
    const { handle, port } = await startStubborn();
    expect(await isOpen(port)).toBe(true);
    expect(processesWith(`OF=${project}`)).toHaveLength(3);
    await engine.stop(handle, signal);
    expect(processesWith(`OF=${project}`)).toEqual([]);
    expect(await isOpen(port)).toBe(false);
    expect((await engine.inspect(handle, signal))?.status).toMatchObject({ kind: 'exited', exitCode: 137 });
  });

  test('is asked to end as well where it has left the group, so that nobody waits for the grace period', async () => {
    const { engine, signal, start } = at();
    const script = `setsid sh -c 'trap "echo asked; exit" TERM; echo up; while :; do sleep 0.05; done' & wait`;
    const handle = await start(script, { stopGracePeriod: 40_000 });
    for await (const { line } of engine.logs(handle, { follow: true }, signal)) if (line === 'up') break;
    await engine.stop(handle, signal);
    const lines = await Array.fromAsync(engine.logs(handle, { follow: false }, signal), ({ line }) => line);
    expect(lines).toContain('asked');
  });

  test('ends with the main process when that is killed by someone else', async () => {
    const { engine, signal, project, status } = at();
    const { handle } = await startStubborn();
    const [[main = '']] = (await engine.top(handle, signal)).rows as [[string]];
    process.kill(Number(main), 'SIGKILL');
    await until(async () => (await status(handle)) === 'exited');
    expect(processesWith(`OF=${project}`)).toEqual([]);
  });

  test('is gone when nobody supervises it any more and the stack is taken down', async () => {
    const { engine, signal, project, supervisor, status } = at();
    const { handle } = await startStubborn();
    process.kill(supervisor(), 'SIGKILL');
    await until(async () => (await status(handle)) === 'dead');
    expect(processesWith(`OF=${project}`)).not.toEqual([]);
    await engine.remove(handle, { volumes: false }, signal);
    expect(processesWith(`OF=${project}`)).toEqual([]);
  });
});

test('with the last unit nothing of the project runs any more', async () => {
  const { engine, signal, start, supervisor } = at();
  const handle = await start('sleep infinity');
  const there = identityOf(supervisor());
  await engine.remove(handle, { volumes: false }, signal);
  expect(isAlive(there, process)).toBe(false);
});
