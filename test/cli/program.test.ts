import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bin, devstack, fixtures, start } from '../e2e/support/devstack.ts';
import { manifestFolder, testFolder } from '../e2e/support/project.ts';

const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
const shop = join(fixtures, 'shop');
/** Nor anything of a project on this machine. */
const noEngine = { DOCKER_HOST: 'unix:///nonexistent/docker.sock', XDG_STATE_HOME: '/nonexistent' };

/** Runs this before the program does anything. */
const preloaded = (script: string) => ({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` });

describe('the built program', () => {
  test.each([['--version'], ['-v'], ['--version', '--ui', 'plain']])(
    '%s %s %s tells the version alone',
    async (...args) => {
      expect(await devstack(args.filter(Boolean))).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    },
  );

  test('says that the folder it was started in is gone', async () => {
    const folder = join(await testFolder(), 'gone');
    mkdirSync(folder);
    const line = `rmdir "$PWD"; exec "$0" "$1" plan`;
    expect(spawnSync('sh', ['-c', line, process.execPath, bin], { cwd: folder, encoding: 'utf8' })).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^error: the folder that you are in does not exist any more\nhint: /),
    });
  });

  test('prints help where it was asked for, and to standard error where nothing was asked for', async () => {
    const help = await devstack(['--help']);
    expect(help).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Usage: devstack'), stderr: '' });
    expect(await devstack([])).toEqual({ exitCode: 2, stdout: '', stderr: help.stdout });
  });

  test.each([
    [['upp'], 'error: unknown command "upp"\nhint: did you mean up?'],
    [['up', '--detch'], 'error: unknown option "--detch"\nhint: did you mean --detach?'],
    [['up', '--ui', 'tui', '-f', shop], 'error: "--ui tui" needs a terminal'],
    [['plan', 'wbe', '-f', shop], 'has no unit "wbe"\nhint: did you mean "web"?'],
    [['plan', '--through', 'dta', '-f', shop], 'has no stage "dta"\nhint: did you mean "data"?'],
  ])('%j is a wrong command line', async (args, told) => {
    expect(await devstack(args, noEngine)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining(told),
    });
  });
});

describe('a manifest', () => {
  test('without errors is told so', async () => {
    const { exitCode, stdout } = await devstack(['validate', '-f', shop], noEngine);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('6 units, no errors');
  });

  const wrong = `name: wrong
stages: [one, two]
services:
  a:
    stage: one
    image: busybox:1.36
    comand: ["true"]
    depends_on: [b]
  b:
    stage: one
    image: busybox:1.36
    depends_on: [a, c, nobody]
  c:
    stage: two
    image: busybox:1.36
`;

  test.each(['validate', 'up', 'plan'])(
    'with four kinds of errors has all told by "%s", each in its place',
    async (command) => {
      const folder = await manifestFolder(wrong);
      const { exitCode, stderr } = await devstack([command, '-f', folder], noEngine);
      expect(exitCode).toBe(3);
      for (const told of [
        /devstack\.yaml:7:5: error\[unknown-key\]: .*"comand"/,
        /devstack\.yaml:12:21: error\[later-stage\]: /,
        /devstack\.yaml:12:24: error\[unknown-dependency\]: .*"nobody"/,
        /devstack\.yaml:\d+:\d+: error\[cycle\]: .*a.*b.*a/,
      ]) {
        expect(stderr).toMatch(told);
      }
      expect(stderr).toContain('4 errors');
    },
  );
});

describe('a name that no project can have', () => {
  test.each(['down', 'ps', 'stop'])('is refused by %s before an engine is asked', async (command) => {
    const { exitCode, stderr } = await devstack([command, '-p', 'BAD NAME'], noEngine);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: expect.stringContaining('"BAD NAME" can not be the name of a project'),
    });
  });
});

describe('without an engine', () => {
  test('but with something else in its place, says that', async () => {
    const server = createServer((_, response) => response.writeHead(404).end('<html>\n<body>nothing here</body>'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { exitCode, stderr } = await devstack(['ps', '-p', 'shop'], { DOCKER_HOST: `tcp://127.0.0.1:${port}` });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('what answers there is no Docker engine (HTTP 404)');
    expect(stderr).not.toContain('<body>');
  });

  test.each([
    [['up', '-d', '-f', shop]],
    [['down', '-p', 'shop']],
    [['ps', '-p', 'shop']],
    [['logs', '-p', 'shop']],
    [['plan', '-f', shop]],
  ])('%j says where it looked and what to do', async (args) => {
    const { exitCode, stderr } = await devstack(args, noEngine);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('/nonexistent/docker.sock');
    expect(stderr).toMatch(/^hint: /m);
  });

  test('the order can be printed all the same', async () => {
    const { exitCode, stdout, stderr } = await devstack(['plan', '--offline', '-f', shop], noEngine);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/stage 1 data[\s\S]*db[\s\S]*stage 4 edge[\s\S]*web/);
  });

  test('one behind SSH is looked for with the SSH client', async () => {
    const { exitCode, stderr } = await devstack(['ps', '-p', 'shop'], { DOCKER_HOST: 'ssh://nobody@127.0.0.1:1' });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('ssh://nobody@127.0.0.1:1');
    expect(stderr).not.toMatch(/cannot find|module/i);
  });
});

describe('the program ends well', () => {
  test.runIf(process.platform === 'linux')('with what to do where its output finds no room', async () => {
    const line = `"${process.execPath}" "${bin}" plan --offline -f "${shop}" > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
    expect(stderr).toMatch(/^error: the output could not be written: .*ENOSPC.*\nhint: .*\n$/);
    expect(status).toBe(1);
  });

  test('when its reader has enough', async () => {
    const run = start(['plan', '--offline', '-f', shop]);
    run.child.stdout?.destroy();
    expect(await run.ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('with a report when it runs into a bug of its own', async () => {
    const script = `const { stdout } = process, { write } = stdout;
      stdout.write = () => { stdout.write = write; throw new TypeError('oops'); };`;
    const { exitCode, stderr } = await devstack(['--help'], preloaded(script));
    expect(exitCode).toBe(70);
    expect(stderr).toMatch(/^error: devstack ran into a bug of its own/);
    expect(stderr).toContain('TypeError: oops');
    expect(stderr).toContain(`devstack ${version}, Node.js ${process.versions.node}, ${process.platform}`);
  });

  test('with what to do where Node.js is too old', async () => {
    const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } });`;
    expect(await devstack(['--version'], preloaded(old))).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: devstack needs Node\.js 22\.\d+ or later, and this is 18\.20\.4\nhint: install/,
      ),
    });
  });

  test('with what to do where it is not built', async () => {
    const folder = await testFolder();
    mkdirSync(join(folder, 'bin'));
    cpSync(bin, join(folder, 'bin', 'devstack.mjs'));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin', 'devstack.mjs')], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: devstack is not built.*\nhint: run "npm run build"/);
  });
});
