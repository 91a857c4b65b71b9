// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the references of the file
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Dockerode from 'dockerode';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processesWith, until } from '../engine/process/support/in-folder.ts';
import { bin, devstack } from './support/devstack.ts';
import { containersOf } from './support/engine.ts';
import { composeFolder, freePort, manifestFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

let project: string;
let environment: Readonly<Record<string, string>>;

beforeEach(async () => {
  environment = { XDG_STATE_HOME: await mkdtemp(join(tmpdir(), 'devstack-state-')) };
  project = testProject();
});
afterEach(async () => {
  await devstack(['down', '-v', '-p', project], environment);
  await rm(environment.XDG_STATE_HOME ?? '', { recursive: true });
});

/** Answers what it is and what the one says that it was told of: PostgreSQL, or another of these. */
const program = `
const { connect } = require('node:net');
const { URL: url, NAME, PORT, BIND = '0.0.0.0' } = process.env;
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const asked = ({ protocol, hostname, port, href }) => protocol === 'http:'
  ? fetch(href).then((answer) => answer.text())
  : new Promise((told, failed) => {
    const socket = connect(port, hostname, () => socket.write(sslRequest));
    socket.on('error', failed).on('data', (data) => { socket.destroy(); told('db says ' + data); });
  });
require('node:http').createServer((_, answer) => {
  asked(new globalThis.URL(url)).catch((error) => 'FAILED ' + error).then((text) => answer.end(NAME + ', ' + text));
}).listen(PORT, BIND);
`;

const unit = (name: string, to: string, port: string, more = ''): string => `
    image: node:24-slim
    init: true
    command: [node, /srv/program.js]
    volumes: [".:/srv:ro"]
    environment: { NAME: ${name}, PORT: 3000, URL: "\${services.${to}.url}" }
    ready: { tcp: { port: 3000 } }
    process: { command: node program.js, environment: { PORT: "${port}", BIND: 127.0.0.1 } }
    ${more}
`;

async function stack(): Promise<{ readonly folder: string; readonly web: string }> {
  const [api, own, web] = [await freePort(), await freePort(), await freePort()];
  const folder = await manifestFolder(`
services:
  db: { image: "postgres:15", environment: { POSTGRES_PASSWORD: sesame-99 } }
  api: ${unit('api', 'db', api)}
  web: ${unit('web', 'api', own, `ports: ["${web}:3000"]`)}
`);
  await writeFile(join(folder, 'program.js'), program);
  return { folder, web };
}

const textAt = async (port: string): Promise<string> => await (await fetch(`http://127.0.0.1:${port}`)).text();

withEngine('containers and processes reach each other, also where one moves to the host and another back', async () => {
  const { folder, web } = await stack();
  const place = ['-f', folder, '-p', project];
  const up = (local: string) => devstack(['up', '-d', '--local', local, ...place], environment);
  expect(await up('api')).toMatchObject({ exitCode: 0 });
  const before = await containersOf(project);
  expect([...before.keys()].toSorted()).toEqual(['db', 'web']);
  expect(await textAt(web)).toBe('web, api, db says N');
  expect(await up('api')).toMatchObject({ stdout: expect.stringContaining('nothing changed') });

  expect(await up('web')).toMatchObject({ exitCode: 0 });
  const after = await containersOf(project);
  expect([...after.keys()].toSorted()).toEqual(['api', 'db']);
  expect(after.get('db')).toEqual(before.get('db'));
  expect(await textAt(web)).toBe('web, api, db says N');
  expect(await up('web')).toMatchObject({ stdout: expect.stringContaining('nothing changed') });
});

withEngine('a container goes on reaching a process that was started anew', async () => {
  const { folder, web } = await stack();
  const place = ['-f', folder, '-p', project];
  expect(await devstack(['up', '-d', '--local', 'api', ...place], environment)).toMatchObject({ exitCode: 0 });
  const before = await containersOf(project);
  expect(await devstack(['restart', 'api', ...place], environment)).toMatchObject({ exitCode: 0 });
  expect(await devstack(['up', '-d', '--local', 'api', ...place], environment)).toMatchObject({ exitCode: 0 });
  expect(await textAt(web)).toBe('web, api, db says N');
  expect((await containersOf(project)).get('web')).toEqual(before.get('web'));
});

withEngine('what a unit gets is what a shell, an editor and people are told, and JSON has no password', async () => {
  const { folder, web } = await stack();
  const place = ['-f', folder, '-p', project];
  expect(await devstack(['up', '-d', '--local', 'web', ...place], environment)).toMatchObject({ exitCode: 0 });
  const script = `eval "$("$0" ${bin} env api -f ${folder} -p ${project})" && exec "$0" -p 'process.env.URL'`;
  const options = { env: { ...process.env, ...environment } };
  const evaluated = await promisify(execFile)('/bin/sh', ['-c', script, process.execPath], options);
  const { stdout: port } = await devstack([...place, 'port', 'db', '5432'], environment);
  expect(evaluated.stdout).toBe(`postgres://postgres:sesame-99@${port.trim()}/postgres\n`);

  const asJson = await devstack(['env', 'api', '--json', ...place], environment);
  expect(JSON.parse(asJson.stdout)).toMatchObject({ NAME: 'api', BIND: '127.0.0.1', URL: '••••' });
  const { stdout: published } = await devstack([...place, 'port', 'web', '3000', '--json'], environment);
  expect(JSON.parse(published)).toMatchObject([{ host: Number(web), address: '127.0.0.1' }]);
});

withEngine('a process follows a container whose port is another one with each start', async () => {
  const folder = await manifestFolder(`
services:
  db: { image: "busybox:1.36", init: true, command: httpd -f -p 80, ports: ["80"] }
  api: { process: { command: 'echo got $$URL; sleep 1000', shell: true }, environment: { URL: "\${services.db.url}" } }
`);
  const place = ['-f', folder, '-p', project];
  const urlNow = async () => `http://${(await devstack([...place, 'port', 'db', '80'], environment)).stdout.trim()}`;
  const said = async () => (await devstack([...place, 'logs', 'api'], environment)).stdout;
  expect(await devstack(['up', '-d', ...place], environment)).toMatchObject({ exitCode: 0 });
  const first = await urlNow();
  await until(async () => (await said()).includes(`got ${first}\n`));
  const db = (await containersOf(project)).get('db');
  await new Dockerode().getContainer(db?.id ?? '').restart({ t: 0 });
  expect(await devstack(['up', '-d', ...place], environment)).toMatchObject({ exitCode: 0 });
  const second = await urlNow();
  expect(second).not.toBe(first);
  await until(async () => (await said()).includes(`got ${second}\n`));
});

withEngine('a URL with a password is hidden in what its unit says, also from those who read that later', async () => {
  const folder = await manifestFolder(`
services:
  db: { image: "redis:7", command: [redis-server, --requirepass, sesame-99] }
jobs:
  ask: { image: "busybox:1.36", command: [sh, -c, 'echo got $$URL'], environment: { URL: "\${services.db.url}" } }
`);
  const place = ['-f', folder, '-p', project];
  const up = await devstack(['up', '--ui', 'plain', '-d', ...place], environment);
  const { stdout } = await devstack([...place, 'logs', 'ask'], environment);
  expect([up.exitCode, stdout]).toEqual([0, expect.stringContaining('got ••••')]);
  expect(up.stdout + up.stderr + stdout).not.toContain('sesame-99@');
});

withEngine('a service that does not run has no address, and is named', async () => {
  const { folder } = await stack();
  expect(await devstack(['env', 'api', '-f', folder, '-p', project], environment)).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('"URL" of "api" needs the address of "db", which does not run'),
  });
});

withEngine('a Compose file refers to addresses with two dollars', async () => {
  const folder = await composeFolder(`
services:
  db: { image: "busybox:1.36", init: true, command: httpd -f -p 80, expose: [80] }
x-devstack:
  jobs:
    ask: { image: "busybox:1.36", command: 'sh -c "echo got $$URL"', environment: { URL: "$$\{services.db.url}" } }
`);
  expect(await devstack(['up', '-d', '-f', folder, '-p', project], environment)).toMatchObject({ exitCode: 0 });
  const { stdout } = await devstack(['-f', folder, '-p', project, 'logs', 'ask'], environment);
  expect(stdout).toContain('got http://db:80');
});

test('processes are told where others listen, on a machine without an engine, and nothing of them is left', async () => {
  const port = await freePort();
  const alone = { ...environment, DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
  const folder = await manifestFolder(`
services:
  db: { process: { command: "sleep 1000" }, expose: [5432] }
  api: { process: { command: "sleep 1000", environment: { PORT: ${port} } }, ports: ["${port}"] }
  web: { process: { command: 'echo got $$API; sleep 1000', shell: true }, environment: { API: "\${services.api.url}" } }
`);
  expect(await devstack(['up', '-d', '-f', folder, '-p', project], alone)).toMatchObject({ exitCode: 0 });
  const said = async () => (await devstack(['-f', folder, '-p', project, 'logs', 'web'], alone)).stdout;
  await expect.poll(said).toContain(`got http://localhost:${port}`);
  expect((await devstack(['env', 'web', '-f', folder, '-p', project], alone)).stdout).toBe(
    `export API=http://localhost:${port}\n`,
  );
  expect(await devstack(['down', '-f', folder, '-p', project], alone)).toMatchObject({ exitCode: 0 });
  expect(processesWith(`DEVSTACK_INSTANCE=${project}/`)).toEqual([]);
});
