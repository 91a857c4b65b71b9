import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { devstack } from './support/devstack.ts';
import { containersOf } from './support/engine.ts';
import { composeFolder, freePort, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

const stack = (port: string) => `
services:
  db: { image: "busybox:1.36", init: true, command: "sleep 1000" }
  web:
    image: busybox:1.36
    init: true
    command: sleep 1000
    ports: ["127.0.0.1:${port}:80"]
    depends_on: [db]
`;

withEngine('a port that a process holds is told with its pid before anything is started', async () => {
  const port = await freePort();
  const server = createServer().listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const project = testProject();
  const { exitCode, stdout } = await devstack(['up', '-d', '-f', await composeFolder(stack(port)), '-p', project]);
  expect({ exitCode, stdout }).toMatchObject({
    exitCode: 5,
    stdout: expect.stringMatching(new RegExp(`port ${port} of the host.* is taken by .*\\(pid ${process.pid}\\)`)),
  });
  expect([...(await containersOf(project)).values()].some(({ running }) => running)).toBe(false);
});

withEngine(
  'a port that another stack publishes is told with its container, and can be had once that is down',
  async () => {
    const port = await freePort();
    const folder = await composeFolder(stack(port));
    const [first, second] = [testProject(), testProject()];
    expect(await devstack(['up', '-d', '-f', folder, '-p', first])).toMatchObject({ exitCode: 0 });
    const { exitCode, stdout } = await devstack(['up', '-d', '-f', folder, '-p', second]);
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 5,
      stdout: expect.stringContaining(`the container "${first}-web-1" of the project "${first}"`),
    });
    await devstack(['down', '-p', first]);
    expect(await devstack(['up', '-d', '-f', folder, '-p', second])).toMatchObject({ exitCode: 0 });
  },
);

withEngine('a unit that is made anew keeps its port', async () => {
  const port = await freePort();
  const project = testProject();
  const folder = await composeFolder(stack(port));
  await devstack(['up', '-d', '-f', folder, '-p', project]);
  expect(await devstack(['up', '-d', '--force-recreate', '-f', folder, '-p', project])).toMatchObject({ exitCode: 0 });
});

const picking = `
services:
  quiet: { image: "busybox:1.36", init: true, command: "sleep 1000", ports: ["127.0.0.1::80"] }
  web:
    image: busybox:1.36
    init: true
    command: sh -c "touch /ready; exec sleep 1000"
    ports: ["127.0.0.1::80", "127.0.0.1:42310-42330:81"]
    healthcheck: { test: [CMD, test, -e, /ready], interval: 1s }
`;

withEngine('ports that the engine picks are told, each time that they are up and as "port" tells them', async () => {
  const project = testProject();
  const folder = await composeFolder(picking);
  const up = () => devstack(['up', '-d', '-f', folder, '-p', project]);
  const [first, again] = [(await up()).stdout, (await up()).stdout];
  for (const [unit, port] of [
    ['quiet', '80'],
    ['web', '80'],
    ['web', '81'],
  ] as const) {
    const { stdout } = await devstack(['-f', folder, '-p', project, 'port', unit, port]);
    const address = stdout.trim();
    expect(address).toMatch(port === '81' ? /^127\.0\.0\.1:423[123]\d$/ : /^127\.0\.0\.1:\d+$/);
    expect(first).toContain(`${address} → ${unit}:${port}`);
    expect(again).toContain(`${address} → ${unit}:${port}`);
  }
});
