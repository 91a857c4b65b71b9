import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import type { Receipt } from '../../src/cli/unchanged/receipt.ts';
import { devstack } from './support/devstack.ts';
import { removeImage, removeUnit, stopUnit, tagImage } from './support/engine.ts';
import { testFolder, testProject } from './support/project.ts';
import { receiptsIn, watched } from './support/watched.ts';
import { withEngine } from './support/with-engine.ts';

const manifest = `
name: any
services:
  web:
    image: \${IMAGE:-busybox:1.36}
    command: ["sh", "-c", "touch /ready; exec sleep 1000"]
    environment: { GREETING: "\${GREETING:-hello}" }
    ready: { file: /ready }
    stop_grace_period: 0s
jobs:
  prepare:
    image: busybox:1.36
    command: ["cat", "/inputs/one.txt"]
    volumes: ["./inputs:/inputs:ro"]
    inputs: [inputs]
`;

/** A stack that is up, and a way to call the very same command again. */
async function unchangedStack() {
  const [folder, own, project] = [await testFolder(), await testFolder(), testProject()];
  await mkdir(join(folder, 'inputs'));
  await writeFile(join(folder, 'inputs', 'one.txt'), 'one');
  await writeFile(join(folder, 'devstack.yaml'), manifest);
  // Also where the tests themselves are run by such a system.
  const noCi = { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '', GITLAB_CI: '', TF_BUILD: '', BUILDKITE: '' };
  const up = (more: Readonly<Record<string, string>> = {}, ...options: readonly string[]) =>
    watched(['-f', folder, '-p', project, 'up', '-d', ...options], own, { ...noCi, ...more });
  const file = (name: string) => join(folder, name);
  return { folder, own, project, receipts: receiptsIn(own), up, file };
}

type Stack = Awaited<ReturnType<typeof unchangedStack>>;

describe('up -d of a stack that nothing has changed', () => {
  withEngine('says the same once more, and loads nothing that could do anything', async () => {
    const { up } = await unchangedStack();
    await up();
    const second = await up();
    expect(second).toMatchObject({ exitCode: 0, stderr: '' });
    expect(second.stdout).toContain('nothing changed: 2 of 2 ready, as before');
    expect(second.isCarriedOut).toBe(false);
  });

  withEngine('is told from all files that decide what it does', async () => {
    const { folder, receipts, up } = await unchangedStack();
    await up();
    await rm(receipts, { recursive: true });
    const { paths } = await up();
    const [name = ''] = await readdir(receipts);
    const { files }: Receipt = JSON.parse(await readFile(join(receipts, name), 'utf8'));
    const known = files.map(([path]) => path.replace(/\/$/, ''));
    const read = new Set(paths.map((path) => path.replace(/\/$/, '')));
    // What a probe could reach, and which process this is, decide nothing where nothing is to be started.
    const aside = new RegExp(`^/proc/|/(dist|node_modules)(/|$)|^${receipts}`);
    const looked = known.map((path) => dirname(path));
    const others = [...read].filter((path) => !known.includes(path) && !looked.includes(path) && !aside.test(path));
    expect(known).toContain(join(folder, 'inputs', 'one.txt'));
    expect(others).toEqual([]);
  });

  const changes: readonly (readonly [string, (stack: Stack) => Promise<unknown>, Readonly<Record<string, string>>])[] =
    [
      ['the manifest was edited', ({ file }) => appendFile(file('devstack.yaml'), '# more\n'), {}],
      [
        'a file that changes it has come',
        ({ file }) => writeFile(file('devstack.override.yaml'), 'services: {}\n'),
        {},
      ],
      ['variables have come', ({ file }) => writeFile(file('.env'), 'GREETING=hi\n'), {}],
      ['a variable of the shell is another', async () => undefined, { GREETING: 'hi' }],
      ['an input of a job was edited', ({ file }) => writeFile(file('inputs/one.txt'), 'two'), {}],
      ['an input of a job has come', ({ file }) => writeFile(file('inputs/two.txt'), 'two'), {}],
      ['an input of a job is gone', ({ file }) => rm(file('inputs/one.txt')), {}],
      ['a container was stopped', ({ project }) => stopUnit(project, 'web'), {}],
      ['a container is gone', ({ project }) => removeUnit(project, 'web'), {}],
      ['a job is gone', ({ project }) => removeUnit(project, 'prepare'), {}],
      [
        'what is remembered was changed',
        ({ project, folder }) => devstack(['-f', folder, '-p', project, 'job', 'run', '--force', 'prepare']),
        {},
      ],
    ];
  withEngine.each([
    ['each line has its time', {}, ['--ui', 'json']],
    ['a CI system is told when its groups begin', { GITLAB_CI: 'true' }, []],
    ['a summary is added to a file', { GITHUB_STEP_SUMMARY: '/dev/null' }, []],
  ])('is carried out each time when %s', async (_, more, options) => {
    const { up } = await unchangedStack();
    await up(more, ...options);
    await up(more, ...options);
    expect((await up(more, ...options)).isCarriedOut).toBe(true);
  });

  withEngine('is carried out when an image has another content than before', async () => {
    const image = `devstack-unchanged-${process.pid}:1`;
    onTestFinished(() => removeImage(image));
    await tagImage('busybox:1.36', image);
    const { up } = await unchangedStack();
    await up({ IMAGE: image });
    expect((await up({ IMAGE: image })).isCarriedOut).toBe(false);
    await tagImage('redis:7', image);
    expect((await up({ IMAGE: image })).isCarriedOut).toBe(true);
  });

  withEngine.each(['stop', 'down'])('is not even looked for once %s was called', async (command) => {
    const { folder, project, receipts, up, own } = await unchangedStack();
    await up();
    expect(await readdir(receipts)).toHaveLength(1);
    await watched(['-f', folder, '-p', project, command], own);
    expect(await readdir(receipts)).toEqual([]);
  });

  withEngine.each(changes)('is carried out when %s', async (_, change, more) => {
    const stack = await unchangedStack();
    await stack.up();
    expect((await stack.up()).isCarriedOut).toBe(false);
    await change(stack);
    expect((await stack.up(more)).isCarriedOut).toBe(true);
  });
});
