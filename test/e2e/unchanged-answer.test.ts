import { execFile } from 'node:child_process';
import { appendFile, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Receipt } from '../../src/cli/unchanged/receipt.ts';
import { manifestFolder, testFolder } from './support/project.ts';
import { receiptsIn, watched } from './support/watched.ts';

const manifest = `
name: any
services:
  db: { image: "redis:7" }
  web: { image: "busybox:1.36", depends_on: [db] }
`;

const commands: readonly (readonly [string, readonly string[]])[] = [
  ['plan --offline', ['plan', '--offline']],
  ['plan --offline --json', ['plan', '--offline', '--json']],
  ['validate', ['validate']],
  ['graph', ['graph', '--format', 'dot']],
];

/** A manifest that was there before the test, and a way to give the very same command again and again. */
async function stackAndCommand(args: readonly string[], text = manifest) {
  const [folder, own] = [await manifestFolder(text), await testFolder()];
  const file = (name: string) => join(folder, name);
  await utimes(file('devstack.yaml'), 1, 1);
  const call = (more: Readonly<Record<string, string>> = {}) => watched(['-f', folder, ...args], own, more);
  return { folder, file, call, receipts: receiptsIn(own) };
}

/** Resolves once what is changed from then on is younger than what was. */
const settled = (path: string) =>
  expect.poll(async () => Date.now() - (await stat(path)).ctimeMs, { interval: 5 }).toBeGreaterThan(20);

describe.each(commands)('%s of files that nothing has changed', (_, args) => {
  test('says the same once more, and reads no manifest for that', async () => {
    const { call, file } = await stackAndCommand(args);
    await settled(file('devstack.yaml'));
    const first = await call();
    const second = await call();
    expect(first).toMatchObject({ exitCode: 0, isCarriedOut: true });
    expect(second).toMatchObject({ exitCode: 0, stdout: first.stdout, stderr: first.stderr, isCarriedOut: false });
  });

  test('is told from all files that decide what it says', async () => {
    const { call, file, receipts } = await stackAndCommand(args);
    await settled(file('devstack.yaml'));
    const { paths } = await call();
    const [name = ''] = await readdir(receipts);
    const { files }: Receipt = JSON.parse(await readFile(join(receipts, name), 'utf8'));
    const known = files.map(([path]) => path);
    const aside = new RegExp(`^/proc/|/(dist|node_modules)(/|$)|^${dirname(receipts)}`);
    expect(known).toContain(file('devstack.yaml'));
    expect(paths.filter((path) => !known.includes(path) && !aside.test(path))).toEqual([]);
  });
});

type Stack = Awaited<ReturnType<typeof stackAndCommand>>;

const changes: readonly (readonly [string, (stack: Stack) => Promise<unknown>, Readonly<Record<string, string>>])[] = [
  ['the manifest was edited', ({ file }) => appendFile(file('devstack.yaml'), '# more\n'), {}],
  ['a file that changes it has come', ({ file }) => writeFile(file('devstack.override.yaml'), 'services: {}\n'), {}],
  ['a file of variables has come', ({ file }) => writeFile(file('.env'), 'GREETING=hi\n'), {}],
  ['a variable of the shell is another', async () => undefined, { GREETING: 'hi' }],
  ['colours are asked for', async () => undefined, { FORCE_COLOR: '1' }],
  ['the manifest is gone', ({ file }) => rm(file('devstack.yaml')), {}],
];

test.each(changes)('a plan is made anew when %s', async (_, change, more) => {
  const stack = await stackAndCommand(['plan', '--offline']);
  await settled(stack.file('devstack.yaml'));
  await stack.call();
  expect((await stack.call()).isCarriedOut).toBe(false);
  await change(stack);
  expect((await stack.call(more)).isCarriedOut).toBe(true);
});

test.each(commands)('what %s keeps has no value of a variable in it', async (_, args) => {
  const secret = 'opensesame';
  const { call, file, receipts } = await stackAndCommand(
    args,
    `services:
  db:
    image: redis:7
    environment: { PASSWORD: "\${SECRET}", URL: "redis://:\${SECRET}@db" }
    command: redis-server --requirepass \${SECRET}
    healthcheck: { test: "redis-cli -a \${SECRET} ping" }
`,
  );
  await settled(file('devstack.yaml'));
  expect((await call({ SECRET: secret })).exitCode).toBe(0);
  expect((await call({ SECRET: secret })).isCarriedOut).toBe(false);
  const kept = await Promise.all((await readdir(receipts)).map((name) => readFile(join(receipts, name), 'utf8')));
  expect(kept).toHaveLength(1);
  expect(kept.join()).not.toContain(secret);
});

describe('nothing is kept of what a command has said', () => {
  test('where it failed', async () => {
    const { call, file } = await stackAndCommand(['validate'], 'services: { web: { image: 7, colour: red } }');
    await settled(file('devstack.yaml'));
    const first = await call();
    expect(first.exitCode).toBe(3);
    expect(await call()).toMatchObject({ exitCode: 3, stderr: first.stderr, isCarriedOut: true });
  });

  test('where it also wrote a file', async () => {
    const drawing = join(await testFolder(), 'graph.txt');
    const { call, file } = await stackAndCommand(['graph', '--output', drawing]);
    await settled(file('devstack.yaml'));
    await call();
    await rm(drawing);
    await call();
    expect(await readFile(drawing, 'utf8')).toContain('db');
  });

  test('where the manifest came through a pipe', async () => {
    const own = await testFolder();
    const pipe = join(own, 'manifest');
    await promisify(execFile)('mkfifo', [pipe]);
    const call = async (name: string) => {
      const ended = watched(['-f', pipe, 'plan', '--offline'], own);
      await writeFile(pipe, `name: any\nservices: { ${name}: { image: "busybox:1.36" } }\n`);
      return (await ended).stdout;
    };
    expect(await call('one')).toContain('one');
    expect(await call('two')).toContain('two');
  });
});
