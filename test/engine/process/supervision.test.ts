import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../../src/engine/engine-event.ts';
import { projectFolder } from '../../../src/engine/process/state-folder.ts';
import { Supervisor } from '../../../src/engine/process/supervisor.ts';
import { specOf } from '../../support/engine-things.ts';
import { inFolder, processesWith, until } from './support/in-folder.ts';
import { processTestEngine } from './support/process-test-engine.ts';

const at = inFolder();

describe('a unit that another devstack started', () => {
  test('is found as running, and can be stopped from there', async () => {
    const { start, seenBy, engine, signal, status } = at();
    const handle = await start('sleep infinity');
    engine.close();
    const other = seenBy();
    expect((await other.inspect(handle, signal))?.status.kind).toBe('running');
    await other.stop(handle, signal);
    other.close();
    expect(await status(handle)).toBe('exited');
  });

  test('is started again by its policy while nobody is there', async () => {
    const { start, engine, signal, seenBy, folder } = at();
    const handle = await start(`test -e ${folder}/second && exec sleep infinity; touch ${folder}/second; exit 3`, {
      restart: { policy: 'always' },
    });
    engine.close();
    const other = seenBy();
    await until(async () => {
      const status = (await other.inspect(handle, signal))?.status;
      return status?.kind === 'running' && status.endedAt !== undefined;
    });
    other.close();
  });

  test('keeps the code that it exited with while nobody was there', async () => {
    const { start, engine, signal, seenBy } = at();
    const handle = await start('sleep 0.1; exit 7');
    engine.close();
    const other = seenBy();
    expect(await other.wait(handle, signal).exit).toMatchObject({ exitCode: 7 });
    other.close();
  });
});

describe('when the supervisor dies', () => {
  test('whoever follows the project is told to look again, and finds its units dead', async () => {
    const { start, engine, signal, project, supervisor, status } = at();
    const handle = await start('sleep infinity');
    const events = engine.events(project, signal)[Symbol.asyncIterator]();
    await events.next();
    process.kill(supervisor(), 'SIGKILL');
    const told: EngineEvent['type'][] = [(await events.next()).value.type, (await events.next()).value.type];
    expect(told).toEqual(['disconnected', 'connected']);
    expect(await status(handle)).toBe('dead');
    await events.return?.();
  });

  test('who waits for a unit learns of its end', async () => {
    const { start, engine, signal, supervisor } = at();
    const { exit } = engine.wait(await start('sleep infinity'), signal);
    process.kill(supervisor(), 'SIGKILL');
    expect(await exit).toMatchObject({ exitCode: 137 });
  });

  test('its units stay dead while another one supervises others', async () => {
    const { start, supervisor, status } = at();
    const handle = await start('sleep infinity');
    process.kill(supervisor(), 'SIGKILL');
    await until(async () => (await status(handle)) === 'dead');
    const other = await start('sleep infinity', { unit: 'other' });
    expect([await status(handle), await status(other)]).toEqual(['dead', 'running']);
  });

  test('its units can be started again, by another', async () => {
    const { start, engine, signal, supervisor, status } = at();
    const handle = await start('sleep infinity');
    const first = supervisor();
    process.kill(first, 'SIGKILL');
    await until(async () => (await status(handle)) === 'dead');
    await engine.start(handle, signal);
    expect(await status(handle)).toBe('running');
    expect(supervisor()).not.toBe(first);
  });
});

test.each([
  ['after a reboot', { bootId: 'boot-0' }],
  ["when its supervisor's number was given to another process", { start: '1' }],
])('a unit is told as dead %s', async (_, then) => {
  const { start, status, changeSupervisor } = at();
  const handle = await start('sleep infinity');
  changeSupervisor(then);
  expect(await status(handle)).toBe('dead');
});

test.each(['exited', 'restarting', 'running'])(
  'a unit that ends again and again can be removed as soon as it is %s',
  async (kind) => {
    const { start, engine, signal, status, project } = at();
    for (let round = 0; round < 5; round++) {
      const policy = kind === 'exited' ? 'no' : 'always';
      const handle = await start(kind === 'running' ? 'sleep 0.3; exit 3' : 'exit 3', {
        restart: { policy },
        environment: new Map([['OF', project]]),
      });
      await until(async () => (await status(handle)) === 'exited' || (await status(handle)) === 'restarting');
      await until(async () => (await status(handle)) === kind);
      await engine.remove(handle, { volumes: false }, signal);
      expect(await status(handle)).toBeUndefined();
      expect(processesWith(`OF=${project}`)).toEqual([]);
    }
  },
);

test('what keeps a program from being started is told', async () => {
  const { start } = at();
  await expect(start('', { command: ['devstack-no-such-program'] })).rejects.toMatchObject({
    failure: { code: 'container-start', message: expect.stringContaining('no program "devstack-no-such-program"') },
  });
  await expect(start('true', { unit: 'other', workingDir: '/no/such' })).rejects.toMatchObject({
    failure: { message: expect.stringContaining('no folder "/no/such"') },
  });
});

test('a signal that there is none of is refused, and ends nothing', async () => {
  const { engine, signal, start, status } = at();
  const handle = await start('sleep infinity');
  await expect(engine.kill(handle, signal, 'SIGFOO')).rejects.toThrow('must be a signal such as SIGINT, not "SIGFOO"');
  expect(await status(handle)).toBe('running');
});

test('units run also where the path of the state folder is too long for a socket', async () => {
  const { folder, project, signal } = at();
  const engine = processTestEngine(join(folder, 'long'.repeat(30)));
  const handle = await engine.create(specOf(project, 'sleep infinity'), {}, signal);
  await engine.start(handle, signal);
  await engine.stop(handle, signal);
  expect((await engine.inspect(handle, signal))?.status).toMatchObject({ kind: 'exited', exitCode: 143 });
  await engine.remove(handle, { volumes: false }, signal);
  engine.close();
});

test('one of many that begin at once supervises all', async () => {
  const { project, signal, engine, seenBy, start } = at();
  await start('true', { unit: 'first' });
  const others = Array.from({ length: 4 }, () => seenBy());
  const handles = await Promise.all(
    others.map(async (other, index) => {
      const handle = await other.create(specOf(project, 'sleep infinity', { unit: `u${index}` }), {}, signal);
      await other.start(handle, signal);
      return handle;
    }),
  );
  const states = await Promise.all(handles.map(async (handle) => (await engine.inspect(handle, signal))?.status.kind));
  expect(states).toEqual(handles.map(() => 'running'));
  for (const other of others) other.close();
});

test('what is asked of a supervisor that leaves is left to the next one', async () => {
  const { folder } = at();
  const supervisor = new Supervisor(projectFolder(join(folder, 'leaving')));
  const path = join(folder, 'socket');
  await supervisor.listen(path);
  const asking = connect(path);
  await once(asking, 'connect');
  await supervisor.over;
  let answer = '';
  asking.on('data', (data) => (answer += data));
  const closed = new Promise((resolve) => asking.on('error', () => undefined).on('close', resolve));
  asking.write(`${JSON.stringify({ number: 1, type: 'leave' })}\n`);
  await closed;
  expect(answer).toBe('');
});
