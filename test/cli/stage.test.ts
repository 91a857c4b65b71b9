import { chmodSync, lstatSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { testShell } from './support/test-shell.ts';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'stage-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function run(folder: string, ...args: readonly string[]) {
  const shell = testShell({ folder });
  const exitCode = await runCommandLine(args, shell);
  return { exitCode, ...shell.written };
}

const textOf = (folder: string, name = 'devstack.yaml'): string => readFileSync(join(folder, name), 'utf8');

const pipeline = `# as the pipeline has it
stages:
  - { name: DATABASE DEFAULT, description: Rename me to avoid default/legacy ordering }
  - { name: JOB DEFAULT, description: Rename me to avoid default/legacy ordering }
  - { name: CONTAINER DEFAULT, description: Rename me to avoid default/legacy ordering }
  - { name: APPLICATION DEFAULT, description: Rename me to avoid default/legacy ordering }
services:
  redis: { title: Redis, stage: DATABASE DEFAULT, image: "redis:7" }
  db: { title: DB, stage: DATABASE DEFAULT, image: "postgres:15" }
  rabbitmq: { title: Rabbitmq, stage: CONTAINER DEFAULT, image: "rabbitmq:3" } # broker
  backend: { title: Backend, stage: APPLICATION DEFAULT, build: ./backend }
  frontend: { title: Frontend, stage: APPLICATION DEFAULT, build: ./frontend }
  pablo: { title: Pablo Backend App, stage: APPLICATION DEFAULT, build: ./pablo }
  gateway: { title: API gateway, stage: APPLICATION DEFAULT, build: ./gateway }
`;

const listed = `# deployment stage 1: "first stage"
Type | Name
DATABASE | Redis
DATABASE | DB
# deployment stage 2: "second stage"
Type | Name
CONTAINER | Rabbitmq
# deployment stage 3: "third stage"
Type | Name
APPLICATION | Backend
# deployment stage 4: "fourth stage"
Type | Name
APPLICATION | Frontend
APPLICATION | Pablo Backend App
APPLICATION | API gateway
`;

test('default stages of a pipeline are renamed, services moved, and the order follows', async () => {
  const folder = folderWith({ 'devstack.yaml': pipeline });
  const before = await run(folder, 'stage', 'list');
  expect(before.out).toContain(
    '# deployment stage 2: "JOB DEFAULT"\nRename me to avoid default/legacy ordering\n<no service>\n# deployment',
  );
  for (const [from, to] of [
    ['DATABASE DEFAULT', 'first stage'],
    ['JOB DEFAULT', 'second stage'],
    ['CONTAINER DEFAULT', 'third stage'],
    ['APPLICATION DEFAULT', 'fourth stage'],
  ] as const) {
    const edited = await run(folder, 'stage', 'edit', '-n', from, '--new-name', to);
    expect(edited).toEqual({
      exitCode: 0,
      err: '',
      out: `renamed the stage "${from}" to "${to}", in "devstack.yaml"\n`,
    });
  }
  await run(folder, 'stage', 'move', '-n', 'Rabbitmq', '-s', 'second stage');
  const moved = await run(folder, 'stage', 'move', '-n', 'Backend', '--stage', 'third stage');
  expect(moved.out).toBe('moved "Backend" to stage "third stage", in "devstack.yaml"\n');
  expect((await run(folder, 'stage', 'list')).out).toBe(listed);
  const plan = JSON.parse((await run(folder, 'plan', '--offline', '--json')).out);
  const order = plan.stages.map(({ units }: { units: { name: string }[] }) => units.map(({ name }) => name));
  expect(order).toEqual([['redis', 'db'], ['rabbitmq'], ['backend'], ['frontend', 'pablo', 'gateway']]);
  expect(textOf(folder)).toContain('# as the pipeline has it\nstages:\n  - { name: first stage }\n');
  expect(textOf(folder)).toContain('stage: second stage, image: "rabbitmq:3" } # broker\n');
});

test("a description of one's own stays with the stage that is renamed", async () => {
  const folder = folderWith({
    'devstack.yaml': pipeline.replace('Rename me to avoid default/legacy ordering', 'rows'),
  });
  await run(folder, 'stage', 'edit', 'DATABASE DEFAULT', '--new-name', 'first stage');
  expect(textOf(folder)).toContain('  - { name: first stage, description: rows }\n');
});

const shop = `stages: [data, prepare, services] # in order
services:
  db:
    stage: data
    image: postgres:15
  api:
    stage: services
    image: busybox:1.36
    depends_on: [migrate]
jobs:
  migrate:
    stage: prepare
    image: busybox:1.36
    depends_on: [db]
`;

describe('what would break the manifest is refused, and nothing is written', () => {
  test.each([
    [['move', 'api', '-s', 'data'], 3, '"api" in stage "data" depends on "migrate" in the later stage "prepare"'],
    [['move', 'api', '-s', 'data'], 3, 'moving "api" to stage "data" would break the manifest, so nothing was changed'],
    [['create', 'a', '--before', 'nowhere'], 2, 'there is no stage "nowhere"'],
    [['create', 'data'], 2, 'there is a stage "data" already'],
    [['edit', 'data', '--new-name', 'prepare'], 2, 'there is a stage "prepare" already'],
    [['edit', 'data'], 2, 'nothing is said of what the stage "data" is to become'],
    [['delete', 'data'], 2, 'the stage "data" still has "db"'],
    [['delete', 'prepar'], 2, 'did you mean "prepare"?'],
    [['move', 'apo', '-s', 'data'], 2, 'there is no unit "apo"'],
    [['move', 'api'], 2, 'name a stage with -s'],
    [['delete'], 2, 'no stage is named'],
    [['delete', 'data', '-n', 'prepare'], 2, 'two stages are named'],
    [['create', 'a', '--before', 'data', '--after', 'data'], 2, '--before and --after exclude each other'],
  ])('stage %j', async (args, exitCode, message) => {
    const folder = folderWith({ 'devstack.yaml': shop });
    const result = await run(folder, 'stage', ...args);
    expect(result).toMatchObject({ exitCode, out: '', err: expect.stringContaining(message) });
    expect(textOf(folder)).toBe(shop);
  });

  test.each([
    ['in a unit', 'stage: data', `stage: \${STAGE:-data}`],
    ['in the list', 'stages: [data,', `stages: [ "\${STAGE:-data}",`],
  ])('a variable %s that names a stage is told instead of being overwritten', async (_, name, variable) => {
    const text = shop.replace(name, variable);
    expect(text).not.toBe(shop);
    const folder = folderWith({ 'devstack.yaml': text });
    expect(await run(folder, 'stage', 'edit', 'data', '--new-name', 'state')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining(`the name of the stage "data" comes from a variable: \${STAGE:-data}`),
    });
    expect(textOf(folder)).toBe(text);
  });
});

test('an order that is wrong can be mended', async () => {
  const folder = folderWith({ 'devstack.yaml': shop.replace('stage: data', 'stage: services') });
  expect(await run(folder, 'plan', '--offline')).toMatchObject({ exitCode: 3 });
  expect(await run(folder, 'stage', 'move', 'db', '-s', 'data')).toMatchObject({ exitCode: 0 });
  expect(textOf(folder)).toBe(shop);
});

test('a stage is created, described and deleted without a trace', async () => {
  const folder = folderWith({ 'devstack.yaml': shop });
  await run(folder, 'stage', 'create', 'edge', '-d', 'proxies: last', '--after', 'services');
  expect(textOf(folder)).toContain('services, {name: edge, description: "proxies: last"}] # in order\n');
  const created = JSON.parse((await run(folder, 'stage', 'list', '--json')).out);
  expect(created.at(-1)).toEqual({ number: 4, name: 'edge', description: 'proxies: last', units: [] });
  await run(folder, 'stage', 'delete', 'edge');
  expect(textOf(folder)).toBe(shop);
});

test('a unit is skipped and taken in again without a trace', async () => {
  const folder = folderWith({ 'devstack.yaml': shop });
  await run(folder, 'stage', 'skip', 'api');
  expect((await run(folder, 'stage', 'list')).out).toContain('CONTAINER | api (skipped)\n');
  expect(await run(folder, 'stage', 'skip', 'api')).toMatchObject({
    out: '"api" is skipped already: nothing was changed\n',
  });
  await run(folder, 'stage', 'unskip', 'api');
  expect(textOf(folder)).toBe(shop);
});

test('the file that says a stage is the one that is edited', async () => {
  const override =
    'services:\n  api:\n    stage: prepare # early\n  # alone\n  extra: {image: "busybox:1.36", stage: data}\n';
  const folder = folderWith({ 'a.yaml': shop, 'b.yaml': override, 'c.yaml': 'services:\n  db: {tty: true}\n' });
  const files = ['-f', 'a.yaml', '-f', 'b.yaml', '-f', 'c.yaml'];
  expect(await run(folder, ...files, 'stage', 'move', 'api', '-s', 'services')).toMatchObject({
    out: 'moved "api" to stage "services", in "b.yaml"\n',
  });
  expect(await run(folder, ...files, 'stage', 'move', 'db', '-s', 'data')).toMatchObject({ exitCode: 0 });
  expect(textOf(folder, 'b.yaml')).toBe(override.replace('stage: prepare', 'stage: services'));
  expect(await run(folder, ...files, 'stage', 'edit', 'data', '--new-name', 'state')).toMatchObject({
    out: 'renamed the stage "data" to "state", in "a.yaml" and "b.yaml"\n',
  });
  expect(textOf(folder, 'a.yaml')).toBe(shop.replace('[data', '[state').replace('stage: data', 'stage: state'));
});

test('units of an included file are edited there, and what they extend is renamed', async () => {
  const folder = folderWith({
    'devstack.yaml': 'include: [more.yaml]\nstages: [data, services]\n',
    'more.yaml':
      'services:\n  web: {extends: {file: base.yaml, service: base}}\n  db: {image: "postgres:15", stage: data}\n',
    'base.yaml': 'services:\n  base:\n    image: busybox:1.36\n    stage: services # here\n',
  });
  expect(await run(folder, 'stage', 'edit', 'services', '--new-name', 'end')).toMatchObject({ err: '', exitCode: 0 });
  expect(textOf(folder, 'base.yaml')).toContain('stage: end # here\n');
  await run(folder, 'stage', 'move', 'web', '-s', 'data');
  expect(textOf(folder, 'more.yaml')).toContain('web: {stage: data, extends:');
  expect(textOf(folder, 'base.yaml')).toContain('stage: end # here\n');
});

test('a manifest without stages gets a first one, with all units', async () => {
  const folder = folderWith({ 'compose.yaml': 'services:\n  web:\n    image: busybox:1.36\n' });
  expect(await run(folder, 'stage', 'list')).toMatchObject({ out: '', err: expect.stringContaining('no stages') });
  expect((await run(folder, 'stage', 'create', 'all')).out).toBe(
    'created the stage "all" with all units, in "compose.yaml"\n',
  );
  expect((await run(folder, 'stage', 'list')).out).toBe('# deployment stage 1: "all"\nType | Name\nCONTAINER | web\n');
});

test('permissions, links and a byte order mark stay', async () => {
  const folder = folderWith({ 'real.yaml': `\uFEFF${shop}` });
  chmodSync(join(folder, 'real.yaml'), 0o640);
  symlinkSync('real.yaml', join(folder, 'devstack.yaml'));
  expect(await run(folder, 'stage', 'skip', 'api')).toMatchObject({ exitCode: 0 });
  expect(lstatSync(join(folder, 'devstack.yaml')).isSymbolicLink()).toBe(true);
  expect(statSync(join(folder, 'real.yaml')).mode & 0o777).toBe(0o640);
  expect(textOf(folder, 'real.yaml')).toMatch(/^\uFEFFstages: \[data/);
});
