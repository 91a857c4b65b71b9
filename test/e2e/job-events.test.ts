import { rm } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { devstack, start } from './support/devstack.ts';
import { containersOf, execIn, leftOf } from './support/engine.ts';
import { manifestFolder, testFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

/** A job that makes a database of its own, and passes on how to reach it; an application holds a connection to it. */
const stack = (remove: string) => `
name: any
stages: [data, prepare, app]
services:
  db:
    stage: data
    image: postgres:15
    environment: { POSTGRES_PASSWORD: pw }
    volumes: [data:/var/lib/postgresql/data]
  app:
    stage: app
    image: postgres:15
    depends_on: [shop]
    init: true
    environment: { PGPASSWORD: pw }
    command: [sh, -c, 'sleep 1000 | psql -h db -U postgres $$DATABASE']
jobs:
  shop:
    stage: prepare
    image: postgres:15
    depends_on: [db]
    environment: { PGPASSWORD: pw, PGHOST: db, PGUSER: postgres }
    entrypoint: [bash, -c]
    outputs: { DATABASE: , TOKEN: { sensitive: true } }
    lifecycle:
      start:
        - psql -qc "create database shop" &&
          echo '{"DATABASE":{"value":"shop"},"TOKEN":{"value":"t0ken-sup3r-s3cret"}}' > $$DEVSTACK_OUTPUT
      delete: ['${remove}']
volumes: { data: {} }
`;

const drop = 'echo with $$TOKEN; psql -qc "drop database $$DATABASE" && echo dropped $$DEVSTACK_OUTPUT_SHOP_DATABASE';

async function stackUp(remove = drop) {
  const project = testProject();
  const folder = await manifestFolder(stack(remove));
  expect(await devstack(['up', '-d', '-f', folder, '-p', project])).toMatchObject({ exitCode: 0 });
  return { project, folder };
}

describe('what a job has made is removed by its delete event', () => {
  withEngine('after what uses it has gone, and while what holds it is up, without a manifest', async () => {
    const { project, folder } = await stackUp();
    await rm(folder, { recursive: true });
    const { exitCode, stdout } = await devstack(['down', '-v', '-p', project]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('│ with ••••') });
    expect(stdout).toMatch(/app +stopped.*│ dropped shop.*db +stopping/s);
    expect(await leftOf(project)).toEqual([]);
  });

  withEngine('also when the database was taken down before, which comes up for it and goes again', async () => {
    const { project } = await stackUp();
    expect(await devstack(['down', '-p', project])).toMatchObject({ exitCode: 0 });
    expect(await containersOf(project)).toEqual(new Map());
    const { exitCode, stdout } = await devstack(['down', '-v', '-p', project]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/db +ready.*│ dropped shop/s) });
    expect(await leftOf(project)).toEqual([]);
  });

  withEngine('or all of it stays, until it ends well or is given up', async () => {
    const { project } = await stackUp('psql -qc "drop database nowhere"');
    const failed = await devstack(['down', '-v', '-p', project]);
    expect(failed).toMatchObject({ exitCode: 6, stdout: expect.stringContaining('devstack down -v --force') });
    expect(failed.stdout).toMatch(/│ .*database "nowhere" does not exist/);
    expect(await leftOf(project)).toContain(`${project}_data`);
    const mended = await manifestFolder(stack(drop));
    const { exitCode, stdout } = await devstack(['down', '-v', '-f', mended, '-p', project]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('│ dropped shop') });
    expect(await leftOf(project)).toEqual([]);
  });

  withEngine('and given up where that is asked for', async () => {
    const { project } = await stackUp('exit 3');
    expect(await devstack(['down', '-v', '--force', '-p', project])).toMatchObject({ exitCode: 0 });
    expect(await leftOf(project)).toEqual([]);
  });
});

/** Writes down each of its events in a volume that a service shows. */
const counting = (stop: string) => `
name: any
services:
  lines:
    image: busybox:1.36
    init: true
    command: sleep 1000
    volumes: [data:/data]
jobs:
  count:
    image: busybox:1.36
    volumes: [data:/data]
    depends_on: [lines]
    entrypoint: [sh, -c]
    lifecycle:
      start: ["echo start >> /data/lines"]
      stop: ["${stop}"]
volumes: { data: {} }
`;

const waiting = 'echo began; until [ -f /data/go ]; do sleep 0.05; done; echo stop >> /data/lines';

async function linesOf(project: string): Promise<string> {
  const { stdout, stderr } = await devstack(['-p', project, 'exec', '-T', 'lines', 'cat', '/data/lines']);
  expect(stderr).toBe('');
  return stdout.trim().replaceAll('\n', ' ');
}

describe('a stop event', () => {
  withEngine('runs once for each start, and never for a restart, a recreation or a part of the stack', async () => {
    const project = testProject();
    const args = ['-f', await manifestFolder(counting('echo stop >> /data/lines')), '-p', project];
    const run = async (...words: readonly string[]) =>
      expect(await devstack([...words, ...args])).toMatchObject({ exitCode: 0 });
    await run('up', '-d');
    await run('restart');
    await run('up', '-d', '--force-recreate');
    await run('stop', 'lines', 'count');
    await run('up', '-d');
    expect(await linesOf(project)).toBe('start');
    await run('stop');
    await run('down');
    await run('up', '-d');
    expect(await linesOf(project)).toBe('start stop start');
  });

  withEngine('goes on in the engine when devstack is killed, and the next stop takes it over', async () => {
    const project = testProject();
    const args = ['-f', await manifestFolder(counting(waiting)), '-p', project];
    await devstack(['up', '-d', ...args]);
    const first = start(['stop', ...args]);
    await first.wrote('│ began');
    first.child.kill('SIGKILL');
    await first.ended;
    await execIn(project, 'lines', ['touch', '/data/go']);
    const second = await devstack(['stop', ...args]);
    expect(second).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('taken over') });
    await devstack(['start', 'lines', ...args]);
    expect(await linesOf(project)).toBe('start stop');
  });
});

withEngine('a start that was killed with devstack is stopped and deleted as what it came to', async () => {
  const project = testProject();
  const text = counting('echo stop >> /data/lines').replace(
    'echo start >>',
    'until [ -f /data/go ]; do sleep 0.05; done; echo start >>',
  );
  const args = ['-f', await manifestFolder(text), '-p', project];
  const first = start(['up', '-d', ...args]);
  await first.wrote(/count +started/);
  first.child.kill('SIGKILL');
  await first.ended;
  await execIn(project, 'lines', ['touch', '/data/go']);
  await expect.poll(async () => (await containersOf(project)).get('count')?.running).toBe(false);
  const { exitCode, stdout } = await devstack(['stop', '-p', project, '-f', await testFolder()]);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('stop event done') });
});
