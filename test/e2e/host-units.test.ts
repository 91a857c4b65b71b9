import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { processesWith, until } from '../engine/process/support/in-folder.ts';
import { devstack, start } from './support/devstack.ts';
import { containersOf, leftOf } from './support/engine.ts';
import { freePort, manifestFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

let state: string;
let project: string;
/** Without an engine for containers, and with what devstack keeps of processes in a folder of the test's own. */
let alone: Readonly<Record<string, string>>;

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'devstack-state-'));
  project = testProject();
  alone = { XDG_STATE_HOME: state, DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
});
afterEach(async () => {
  await devstack(['down', '-v', '-p', project], alone);
  await rm(state, { recursive: true });
});

/** Answers on a port with what a variable holds. */
const server = (port: string): string =>
  `exec node -e 'require("http").createServer((_, answer) => answer.end(process.env.TOKEN ?? "none")).listen(${port})'`;

const stack = (db: string, api: string): string => `
stages: [data, prepare, app]
services:
  db:
    stage: data
    image: devstack-none:1
    process: { command: '${server(db).replaceAll("'", "''")}', shell: true }
    ready: { http: { port: ${db} } }
  api:
    stage: app
    image: devstack-none:1
    process: { command: '${server(api).replaceAll("'", "''")}', shell: true }
    depends_on: [seed]
    ready: { http: { port: ${api} } }
jobs:
  seed:
    stage: prepare
    depends_on: [db]
    image: devstack-none:1
    process:
      shell: true
      command: 'echo sown; echo "{\\"TOKEN\\":{\\"value\\":\\"corn\\"}}" > $$DEVSTACK_OUTPUT'
    outputs: [TOKEN]
`;

const textAt = async (port: string): Promise<string> => await (await fetch(`http://localhost:${port}`)).text();

/** Processes of the stack, by the variable that each has. */
const left = (): readonly number[] => processesWith(`DEVSTACK_INSTANCE=${project}/`);

describe('without an engine', () => {
  test('a stack whose units all have a host form runs on this machine, in order, and says so', async () => {
    const api = await freePort();
    const folder = await manifestFolder(stack(await freePort(), api));
    const up = await devstack(['up', '-d', '-f', folder, '-p', project], alone);
    expect(up).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('there is no container engine') });
    expect(await textAt(api)).toBe('corn');
    const again = await devstack(['up', '-d', '-f', folder, '-p', project], alone);
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing changed') });
    const { stdout: logs } = await devstack(['logs', '-p', project], alone);
    expect(logs).toContain('sown');
    const down = await devstack(['down', '-p', project], alone);
    expect(down).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('no container engine answers') });
    expect(left()).toEqual([]);
  });

  test('a unit is not taken for ready where somebody else answers on its port: nothing is begun', async () => {
    const api = await freePort();
    const other = createServer((_, answer) => answer.end()).listen(Number(api), '127.0.0.1');
    await once(other, 'listening');
    const folder = await manifestFolder(stack(await freePort(), api));
    const { exitCode, stdout } = await devstack(['up', '-d', '-f', folder, '-p', project], alone);
    other.close();
    expect(exitCode).toBe(5);
    expect(stdout).toMatch(`port ${api} of the host, on which "api" listens, is taken by `);
    expect(stdout).toContain(`(pid ${process.pid})`);
    expect(left()).toEqual([]);
  });

  test('a test of processes alone is told that their ports are there only once', async () => {
    const api = await freePort();
    const folder = await manifestFolder(`
name: ${project}
services:
  api: { process: { command: '${server(api).replaceAll("'", "''")}', shell: true }, ready: { http: { port: ${api} } } }
`);
    const { exitCode, stderr } = await devstack(['test', '-f', folder, '--', 'true'], alone);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`"api" is a process of this machine, whose port ${api} is there only once`);
  });

  test('units that need the engine are named', async () => {
    const folder = await manifestFolder(`
services:
  db: { image: "devstack-none:1" }
  cache: { image: "devstack-none:1" }
  api: { process: { command: sleep 1000 } }
`);
    expect(await devstack(['up', '-d', '-f', folder, '-p', project], alone)).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('these units need it: "db", "cache"'),
    });
  });

  test('the stack outlives a devstack that is killed, and is found again', async () => {
    const folder = await manifestFolder(stack(await freePort(), await freePort()));
    const attached = start(['up', '-f', folder, '-p', project, '--ui', 'plain'], alone);
    await attached.wrote(`${project}  ready after`);
    attached.child.kill('SIGKILL');
    await attached.ended;
    expect(left()).not.toEqual([]);
    const { stdout } = await devstack(['ps', '-p', project, '--json'], alone);
    expect(JSON.parse(stdout)).toMatchObject([
      { unit: 'db', state: 'running' },
      { unit: 'seed', state: 'exited' },
      { unit: 'api', state: 'running' },
    ]);
    expect(await devstack(['down', '-p', project], alone)).toMatchObject({ exitCode: 0 });
    expect(left()).toEqual([]);
  });

  test('Ctrl-C stops what the run started', async () => {
    const folder = await manifestFolder(stack(await freePort(), await freePort()));
    const attached = start(['up', '-f', folder, '-p', project, '--ui', 'plain'], alone);
    await attached.wrote(`${project}  ready after`);
    attached.child.kill('SIGINT');
    expect(await attached.ended).toMatchObject({ exitCode: 0 });
    expect(left()).toEqual([]);
  });

  test('migrations of a job are taken once, and its stop event runs when the stack goes', async () => {
    const folder = await manifestFolder(`
services:
  db: { process: { command: sleep 1000 }, ready: { exec: ["true"] }, volumes: ["data:/data"] }
jobs:
  migrate:
    depends_on: [db]
    process: { shell: true, command: 'echo "took $$DEVSTACK_MIGRATION_DIRECTION $$DEVSTACK_MIGRATION_COUNT"' }
    migrations: { files: ["*.sql"], on_rollback: fail }
    lifecycle: { stop: { command: echo swept } }
volumes: { data: }
`);
    await writeFile(join(folder, '001.sql'), 'create');
    await devstack(['up', '-d', '-f', folder, '-p', project], alone);
    expect((await devstack(['logs', '-p', project], alone)).stdout).toContain('took up 1');
    const again = await devstack(['up', '-d', '-f', folder, '-p', project], alone);
    expect(again.stdout).toContain('nothing changed');
    const down = await devstack(['down', '-f', folder, '-p', project], alone);
    expect(down).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('swept') });
  });

  test('a unit that crashes is told, with its last lines', async () => {
    const folder = await manifestFolder(`
services:
  api: { process: { command: "echo going down; exit 9", shell: true }, ready: { log: never } }
`);
    expect(await devstack(['up', '-d', '-f', folder, '-p', project], alone)).toMatchObject({
      exitCode: 5,
      stdout: expect.stringMatching(/code 9[\s\S]*going down/),
    });
    expect(left()).toEqual([]);
  });
});

withEngine('a unit moves between a container and this machine, and only what changed is started anew', async () => {
  const environment = { XDG_STATE_HOME: state };
  const ports = { api: await freePort(), web: await freePort() };
  const both = (port: string): string => `
    image: busybox:1.36
    init: true
    command: httpd -f -p ${port} -h /etc
    ports: ["127.0.0.1:${port}:${port}"]
    process: { command: '${server(port).replaceAll("'", "''")}', shell: true }
    ready: { tcp: { port: ${port} } }
`;
  const folder = await manifestFolder(`
services:
  db: { image: "busybox:1.36", init: true, command: sleep 1000 }
  api: ${both(ports.api)}
    depends_on: [db]
  web: ${both(ports.web)}
    depends_on: [db]
`);
  const up = (local: string) => devstack(['up', '-d', '--local', local, '-f', folder, '-p', project], environment);
  expect(await up('api')).toMatchObject({ exitCode: 0 });
  const before = await containersOf(project);
  expect([...before.keys()].toSorted()).toEqual(['db', 'web']);
  expect(await textAt(ports.api)).toBe('none');
  expect(await up('api')).toMatchObject({ stdout: expect.stringContaining('nothing changed') });

  expect(await up('web')).toMatchObject({ exitCode: 0 });
  const after = await containersOf(project);
  expect([...after.keys()].toSorted()).toEqual(['api', 'db']);
  expect(after.get('db')).toEqual(before.get('db'));
  expect(await textAt(ports.web)).toBe('none');
  expect(await devstack(['down', '-v', '-p', project], environment)).toMatchObject({ exitCode: 0 });
  await until(() => left().length === 0);
});

withEngine('data of a service is apart in each place, and "down -v" removes both', async () => {
  const environment = { XDG_STATE_HOME: state };
  const folder = await manifestFolder(`
services:
  db:
    image: busybox:1.36
    init: true
    command: sleep 1000
    process: { command: sleep 1000 }
    volumes: ["data:/data"]
jobs:
  fill:
    image: busybox:1.36
    command: [sh, -c, 'echo filled $$PLACE']
    process: { environment: { PLACE: here } }
    state: [db]
    depends_on: [db]
volumes: { data: }
`);
  const up = (...local: readonly string[]) =>
    devstack(['up', '-d', ...local, '-f', folder, '-p', project], environment);
  await up();
  await up('--local', 'all');
  expect((await devstack(['logs', '-p', project], environment)).stdout).toContain('filled here');
  expect((await up('--local', 'all')).stdout).toContain('nothing changed');
  await devstack(['down', '-v', '-p', project], environment);
  expect(await leftOf(project)).toEqual([]);
  expect(await readdir(join(state, 'devstack'))).toEqual([]);
});
