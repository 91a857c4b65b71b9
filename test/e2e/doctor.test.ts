import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { devstack, start } from './support/devstack.ts';
import { composeFolder, freePort, manifestFolder, testFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

const noEngine = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
const stack = (port: string) =>
  `services: { web: { image: "busybox:1.36", ports: ["127.0.0.1:${port}:80"], command: sleep 1000, init: true } }`;

test('without an engine it says where it looked and what to do, and looks at the rest', async () => {
  const { exitCode, stdout } = await devstack(['doctor', '-f', await composeFolder(stack('80'))], noEngine);
  expect(exitCode).toBe(4);
  expect(stdout).toMatch(/^✗ engine .*nonexistent\/docker\.sock/m);
  expect(stdout).toMatch(/^ +→ .*DOCKER_HOST$/m);
  expect(stdout).toMatch(/^✓ node /m);
});

test('an engine that nobody needs stops nothing', async () => {
  const folder = await manifestFolder('services: { api: { process: { command: sleep 1000 } } }');
  const { exitCode, stdout } = await devstack(['doctor', '-f', folder], noEngine);
  expect({ exitCode, stdout }).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^! engine /m),
  });
});

withEngine(
  'an engine is told with its version, its space and its networks, and a broken manifest beside it',
  async () => {
    const folder = await manifestFolder('services: { web: { image: "busybox:1.36", depends_on: [nobody] } }');
    const { exitCode, stdout } = await devstack(['doctor', '-f', folder]);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^✓ engine .*Docker .*API 1\.\d+/m);
    expect(stdout).toMatch(/^. storage .*left/m);
    expect(stdout).toMatch(/^. networks .*\d+ of \d+/m);
    expect(stdout).toMatch(/^✗ manifest .*devstack\.yaml:1:\d+: .*"nobody"/m);
  },
);

withEngine('a port that someone else holds is told with who it is', async () => {
  const port = await freePort();
  const server = createServer().listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { exitCode, stdout } = await devstack(['doctor', '-f', await composeFolder(stack(port))]);
  expect(exitCode).toBe(5);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`(pid ${process.pid})`);
});

withEngine('the ports of a stack that runs are its own', async () => {
  const folder = await composeFolder(stack(await freePort()));
  const project = testProject();
  await devstack(['up', '-d', '-f', folder, '-p', project]);
  const { exitCode, stdout } = await devstack(['doctor', '-f', folder, '-p', project]);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("this stack's own") });
});

withEngine('the lock of a run that was killed is told', async () => {
  const folder = await composeFolder(
    'services: { web: { image: "busybox:1.36", init: true, command: sleep 1000, healthcheck: { test: ["CMD", "false"] } } }',
  );
  const project = testProject();
  const run = start(['up', '-d', '-f', folder, '-p', project]);
  await run.wrote(/web +started/);
  run.child.kill('SIGKILL');
  await run.ended;
  const { stdout } = await devstack(['doctor', '-f', folder]);
  expect(stdout).toMatch(new RegExp(`^! lock .*"${project}" is locked by .*pid ${run.child.pid}`, 'm'));
});

test('for programs it is one JSON document, also without a manifest and an engine', async () => {
  const { stdout, exitCode } = await devstack(
    ['doctor', '--json', '--project-directory', await testFolder()],
    noEngine,
  );
  expect(exitCode).toBe(4);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    findings: expect.arrayContaining([expect.objectContaining({ subject: 'engine', level: 'wrong' })]),
  });
});

test('of a manifest with many errors it advises a command that shows all of them, wherever one is', async () => {
  const folder = await manifestFolder('services: { web: { imag: a, buil: b } }');
  const { stdout } = await devstack(['doctor', '-f', folder], noEngine);
  const [, line = ''] = stdout.match(/see all of them with\s+"devstack ([^"]*)"/) ?? [];
  expect(line).not.toBe('');
  const shown = await devstack(line.trim().split(/\s+/));
  expect(shown.stdout + shown.stderr).toMatch(/"imag"[\s\S]*"buil"/);
});
