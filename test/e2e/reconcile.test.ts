import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { devstack, type Ended } from './support/devstack.ts';
import { containersOf, removeImage } from './support/engine.ts';
import { composeFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

interface Stack {
  readonly project: string;
  readonly folder: string;
  write(text: string): Promise<void>;
  run(...args: readonly string[]): Promise<Ended>;
  ids(): Promise<Readonly<Record<string, string>>>;
}

async function stackOf(text: string): Promise<Stack> {
  const project = testProject();
  const folder = await composeFolder(text);
  return {
    project,
    folder,
    write: (changed) => writeFile(join(folder, 'compose.yaml'), changed),
    run: (...args) => devstack(['-f', folder, '-p', project, ...args]),
    ids: async () => Object.fromEntries([...(await containersOf(project))].map(([unit, { id }]) => [unit, id])),
  };
}

/** Units whose container is another one, was there only before, or only after. */
const changed = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((unit) => before[unit] !== after[unit]).sort();

const sleeper = 'image: busybox:1.36\n    init: true\n    command: sleep 1000';

withEngine(
  'an image that is built anew under a running stack replaces its unit and what restarts with it',
  async () => {
    const { project, folder, run, ids } = await stackOf(`
services:
  app:
    build: .
    init: true
    command: sleep 1000
  follower:
    ${sleeper}
    depends_on: { app: { condition: service_started, restart: true } }
  other:
    ${sleeper}
    depends_on: [app]
`);
    onTestFinished(() => removeImage(`${project}-app`));
    await writeFile(join(folder, 'Dockerfile'), 'FROM busybox:1.36\nRUN echo one > /version\n');
    expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
    const before = await ids();
    await writeFile(join(folder, 'Dockerfile'), 'FROM busybox:1.36\nRUN echo two > /version\n');
    expect(await run('build', 'app')).toMatchObject({ exitCode: 0 });
    const { stdout: told } = await run('plan');
    expect(told).toMatch(/app[\s\S]*recreate: image changed/);
    expect(told).toMatch(/follower[\s\S]*restart: .*app/);
    const startedBefore = (await containersOf(project)).get('follower')?.startedAt ?? Number.POSITIVE_INFINITY;
    expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
    expect(changed(before, await ids())).toEqual(['app']);
    expect((await containersOf(project)).get('follower')?.startedAt).toBeGreaterThan(startedBefore);
    expect(await run('exec', 'app', 'cat', '/version')).toMatchObject({ stdout: 'two\n' });
  },
);

withEngine('up --build builds what changed, and replaces only that', async () => {
  const { project, folder, run, ids } = await stackOf(`
services:
  app:
    build: { context: ., dockerfile_inline: "FROM busybox:1.36\\nCOPY version /version\\n" }
    init: true
    command: sleep 1000
  other:
    ${sleeper}
`);
  onTestFinished(() => removeImage(`${project}-app`));
  await writeFile(join(folder, 'version'), 'one');
  expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
  const before = await ids();
  expect(await run('up', '-d', '--build')).toMatchObject({ exitCode: 0 });
  expect(changed(before, await ids())).toEqual([]);
  await writeFile(join(folder, 'version'), 'two');
  expect(await run('up', '-d', '--build')).toMatchObject({ exitCode: 0 });
  expect(changed(before, await ids())).toEqual(['app']);
});

withEngine('a changed variable is told by its name, never by its value', async () => {
  const text = (value: string) =>
    `services:\n  app:\n    ${sleeper}\n    environment: { TOKEN: ${value}, MODE: dev }\n`;
  const { run, write, ids } = await stackOf(text('first-secret'));
  expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
  const before = await ids();
  await write(text('second-secret'));
  const { stdout } = await run('plan');
  expect(stdout).toContain('recreate: environment (TOKEN) changed');
  expect(stdout).not.toMatch(/first-secret|second-secret/);
  expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
  expect(changed(before, await ids())).toEqual(['app']);
});

withEngine('a service that is gone from the file is told, and removed only when that is asked for', async () => {
  const { run, write, ids } = await stackOf(`services:\n  app:\n    ${sleeper}\n  old:\n    ${sleeper}\n`);
  expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
  await write(`services:\n  app:\n    ${sleeper}\n`);
  expect((await run('up', '-d')).stdout).toMatch(/left from an earlier manifest: .*old-1[\s\S]*--remove-orphans/);
  expect(Object.keys(await ids()).sort()).toEqual(['app', 'old']);
  expect(await run('up', '-d', '--remove-orphans')).toMatchObject({ exitCode: 0 });
  expect(Object.keys(await ids())).toEqual(['app']);
});

withEngine('a network that is defined anew is made anew, with what is on it', async () => {
  const text = (label: string) => `
services:
  app:
    ${sleeper}
    networks: [front]
  other:
    ${sleeper}
networks:
  front: { labels: { version: "${label}" } }
`;
  const { run, write, ids } = await stackOf(text('1'));
  expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
  const before = await ids();
  await write(text('2'));
  expect((await run('plan')).stdout).toMatch(/app[\s\S]*recreate: network "?front"? changed/);
  expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
  expect(changed(before, await ids())).toEqual(['app']);
});

withEngine('what is in a volume stays when its service is made anew, named or not', async () => {
  const text = (mode: string) => `
services:
  app:
    ${sleeper}
    environment: { MODE: "${mode}" }
    volumes: [data:/data, /anonymous]
volumes: { data: {} }
`;
  const { run, write } = await stackOf(text('1'));
  expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
  expect(await run('exec', 'app', 'sh', '-c', 'echo a > /data/a; echo b > /anonymous/b')).toMatchObject({
    exitCode: 0,
  });
  await write(text('2'));
  expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
  expect(await run('exec', 'app', 'cat', '/data/a', '/anonymous/b')).toMatchObject({ stdout: 'a\nb\n' });
  expect(await run('up', '-d', '--force-recreate', '-V')).toMatchObject({ exitCode: 0 });
  expect(await run('exec', 'app', 'ls', '/data', '/anonymous')).toMatchObject({ stdout: '/anonymous:\n\n/data:\na\n' });
});

withEngine('scale starts more and removes what is one too many', async () => {
  const { project, run } = await stackOf(`services:\n  app:\n    ${sleeper}\n`);
  const names = async () => (await run('ps', '--json')).stdout.match(new RegExp(`${project}-app-\\d`, 'g'))?.sort();
  expect(await run('up', '-d', '--scale', 'app=3')).toMatchObject({ exitCode: 0 });
  expect(await names()).toEqual([1, 2, 3].map((index) => `${project}-app-${index}`));
  expect(await run('scale', 'app=2')).toMatchObject({ exitCode: 0 });
  expect(await names()).toEqual([1, 2].map((index) => `${project}-app-${index}`));
});

withEngine('a service under another name is told as such', async () => {
  const { run, write } = await stackOf(`services:\n  app:\n    ${sleeper}\n`);
  expect(await run('up', '-d')).toMatchObject({ exitCode: 0 });
  await write(`services:\n  web:\n    ${sleeper}\n`);
  expect((await run('plan')).stdout).toMatch(/web[\s\S]*create: .*"?app"?/);
});
