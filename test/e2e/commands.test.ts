import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { devstack, type Ended } from './support/devstack.ts';
import { containersOf } from './support/engine.ts';
import { composeFolder, testFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

const stack = `
services:
  db:
    image: busybox:1.36
    init: true
    command: ["sh", "-c", "echo up; echo text > /tmp/file; exec sleep 1000"]
    healthcheck: { test: [CMD, test, -s, /tmp/file], interval: 100ms }
  api:
    image: busybox:1.36
    init: true
    environment: { GREETING: hello }
    command: ["sleep", "1000"]
    ports: ["127.0.0.1::3000"]
    depends_on: { db: { condition: service_started, restart: true } }
`;

interface Stack {
  readonly project: string;
  run(line: string): Promise<Ended>;
}

/** A stack that is up; its commands are written as a user types them. */
async function stackUp(text = stack): Promise<Stack> {
  const project = testProject();
  const folder = await composeFolder(text);
  const run = (line: string) => devstack(['-f', folder, '-p', project, ...line.split(' ')]);
  const { exitCode, stderr, stdout } = await run('up -d');
  expect({ exitCode, stderr, stdout }).toMatchObject({ exitCode: 0 });
  return { project, run };
}

describe('stop, start and restart', () => {
  withEngine('stop ends what is named, start brings it back, and other units go on', async () => {
    const { project, run } = await stackUp();
    const before = await containersOf(project);
    expect(await run('stop -t 0 api')).toMatchObject({ exitCode: 0 });
    expect((await containersOf(project)).get('api')).toMatchObject({ running: false });
    expect(await run('start api')).toMatchObject({ exitCode: 0 });
    const after = await containersOf(project);
    expect(after.get('api')).toMatchObject({ running: true, id: before.get('api')?.id });
    expect(after.get('db')).toEqual(before.get('db'));
  });

  withEngine('restart takes those along that say so, and --no-deps does not', async () => {
    const { project, run } = await stackUp();
    const first = await containersOf(project);
    expect(await run('restart -t 0 db')).toMatchObject({ exitCode: 0 });
    const second = await containersOf(project);
    expect(second.get('api')?.startedAt).toBeGreaterThan(first.get('api')?.startedAt ?? Number.POSITIVE_INFINITY);
    expect(await run('restart -t 0 --no-deps db')).toMatchObject({ exitCode: 0 });
    const third = await containersOf(project);
    expect(third.get('api')).toEqual(second.get('api'));
    expect(third.get('db')?.startedAt).toBeGreaterThan(second.get('db')?.startedAt ?? Number.POSITIVE_INFINITY);
  });

  withEngine('start says how to make what is not there', async () => {
    const project = testProject();
    const folder = await composeFolder(stack);
    expect(await devstack(['start', '-f', folder, '-p', project])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('devstack up'),
    });
  });
});

describe('kill, pause, unpause, rm and wait', () => {
  withEngine('kill sends SIGKILL, wait tells the code, rm removes it', async () => {
    const { project, run } = await stackUp();
    expect(await run('kill api')).toMatchObject({ exitCode: 0, stderr: `killed ${project}-api-1\n` });
    expect(await run('wait api')).toMatchObject({ exitCode: 137, stdout: `${project}-api-1 exited with code 137\n` });
    expect(await run('rm api')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('devstack rm --force') });
    expect(await run('rm -f api')).toMatchObject({ exitCode: 0, stderr: `removed ${project}-api-1\n` });
    expect([...(await containersOf(project)).keys()]).toEqual(['db']);
  });

  withEngine('a paused container is paused until it is unpaused', async () => {
    const { run } = await stackUp();
    expect(await run('pause db')).toMatchObject({ exitCode: 0 });
    expect(await run('ps --services --status paused')).toMatchObject({ stdout: 'db\n' });
    expect(await run('unpause')).toMatchObject({ exitCode: 0 });
    expect(await run('ps --services --status running')).toMatchObject({ stdout: 'db\napi\n' });
  });

  withEngine('a name that is not there is told before anything is done', async () => {
    const { run } = await stackUp();
    for (const command of ['stop', 'down', 'kill', 'rm -fs', 'top', 'pause', 'logs', 'images']) {
      expect(await run(`${command} apy`)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringMatching(/has no unit "apy"[\s\S]*did you mean "api"/),
      });
    }
    expect(await run('ps --services --status running')).toMatchObject({ stdout: 'db\napi\n' });
  });
});

describe('exec and run', () => {
  withEngine('exec passes environment, folder, output and exit code on', async () => {
    const { project } = await stackUp();
    const exec = (...args: string[]) => devstack(['-p', project, '-f', '/nowhere', 'exec', ...args]);
    expect(await exec('-e', 'A=1', '-w', '/tmp', 'db', 'sh', '-c', 'echo $A $PWD; echo bad >&2; exit 7')).toEqual({
      exitCode: 7,
      stdout: '1 /tmp\n',
      stderr: 'bad\n',
    });
  });

  withEngine('run makes a container of its own, after what the unit needs, and removes it with --rm', async () => {
    const project = testProject();
    const folder = await composeFolder(stack);
    const run = (...args: string[]) => devstack(['-f', folder, '-p', project, 'run', ...args]);
    const { exitCode, stdout } = await run('--rm', '-e', 'NAME=you', 'api', 'sh', '-c', 'echo $GREETING $NAME; exit 3');
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: 'hello you\n' });
    expect([...(await containersOf(project)).keys()]).toEqual(['db']);
  });

  withEngine('run --no-deps starts nothing else', async () => {
    const project = testProject();
    const folder = await composeFolder(stack);
    const { stdout } = await devstack(['-f', folder, '-p', project, 'run', '--rm', '--no-deps', 'api', 'hostname']);
    expect(stdout).toMatch(/^[0-9a-f]{12}\n$/);
    expect([...(await containersOf(project)).keys()]).toEqual([]);
  });

  withEngine('what run has left is given as long to stop as down says', async () => {
    const project = testProject();
    const tool = '{ image: "busybox:1.36", command: [sleep, infinity], stop_grace_period: 1h }';
    const folder = await composeFolder(`services: { tool: ${tool} }\n`);
    const run = (...args: string[]) => devstack(['-f', folder, '-p', project, ...args]);
    expect(await run('run', '-d', 'tool')).toMatchObject({ exitCode: 0 });
    expect(await run('down', '-t', '0')).toMatchObject({ exitCode: 0 });
    expect([...(await containersOf(project)).keys()]).toEqual([]);
  });
});

describe('port, top, images, ls and logs', () => {
  withEngine('port prints where a port is reached', async () => {
    const { run } = await stackUp();
    expect(await run('port api 3000')).toMatchObject({ stdout: expect.stringMatching(/^127\.0\.0\.1:\d+\n$/) });
    expect(await run('port api 80')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/port 80 of "api" is not published[\s\S]*3000\/tcp/),
    });
  });

  withEngine('top, images and ls print what runs', async () => {
    const { project, run } = await stackUp();
    expect(await run('top db')).toMatchObject({ stdout: expect.stringContaining('sleep 1000') });
    expect(await run('images api')).toMatchObject({
      stdout: expect.stringMatching(/api-1 +busybox:1\.36 +[0-9a-f]{12} /),
    });
    expect(await devstack(['ls', '-q', '--filter', `name=${project}`])).toMatchObject({ stdout: `${project}\n` });
  });

  withEngine('logs --since leaves out what is older, and --no-log-prefix the names', async () => {
    const { run } = await stackUp();
    expect(await run('logs --no-log-prefix db')).toMatchObject({ stdout: 'up\n' });
    expect(await run('logs --since 2100-01-01T00:00:00Z db')).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await run('logs --since yesterday db')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"--since" has to be how long ago'),
    });
  });
});

describe('cp', () => {
  withEngine('copies out, under its own name or another', async () => {
    const { run } = await stackUp();
    const here = await testFolder();
    expect(await run(`cp db:/tmp/file ${here}`)).toMatchObject({ exitCode: 0 });
    expect(await run(`cp db:/tmp/file ${here}/renamed`)).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(here, 'file'), 'utf8')).toBe('text\n');
    expect(await readFile(join(here, 'renamed'), 'utf8')).toBe('text\n');
  });

  withEngine('copies a folder in, under its own name or another', async () => {
    const { run } = await stackUp();
    const here = await testFolder();
    await mkdir(join(here, 'folder/inner'), { recursive: true });
    await writeFile(join(here, 'folder/inner/a.txt'), 'a');
    expect(await run(`cp ${here}/folder db:/tmp`)).toMatchObject({ exitCode: 0 });
    expect(await run(`cp ${here}/folder db:/tmp/other`)).toMatchObject({ exitCode: 0 });
    expect(await run('exec db cat /tmp/folder/inner/a.txt /tmp/other/inner/a.txt')).toMatchObject({ stdout: 'aa' });
  });

  withEngine('says what is not there, here and in the container', async () => {
    const { run } = await stackUp();
    expect(await run('cp db:/no/file /tmp')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('/no/file'),
    });
    expect(await run('cp /no/file db:/tmp')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('/no/file'),
    });
    expect(await run('cp /a /b')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('UNIT:PATH') });
  });
});
