import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { projects } from '../corpus/projects.ts';
import { testShell } from './support/test-shell.ts';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'init-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function run(folder: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const shell = testShell({ folder, environment });
  const exitCode = await runCommandLine(args, shell);
  return { exitCode, ...shell.written };
}

const compose = `# all of it
services:
  # what people see
  web:
    image: nginx:1.25 # in front
    ports: ["80:80"]
    depends_on: [api]
  api:
    # built here
    build: ./api
    depends_on:
      migrate: {condition: service_completed_successfully}
    restart: always
  # makes tables
  migrate:
    build: ./api
    command: npm run migrate
    restart: "no" # once
    depends_on: [db]
  db:
    image: postgres:15 # keep
`;

const proposed = `# Proposed by "devstack init" from compose.yaml: see whether the stages and the jobs are right.
# A dependency without a condition waits until the other unit is ready, and ports are published on 127.0.0.1.
# Jobs run again only when something that counts for them has changed.

# all of it
stages: [data, prepare, services, edge]

services:
  # what people see
  web:
    stage: edge
    image: nginx:1.25 # in front
    ports: ["80:80"]
    depends_on: [api]
  api:
    # built here
    build: ./api
    stage: services
    depends_on:
      migrate: {condition: service_completed_successfully}
    restart: always
  db:
    stage: data
    image: postgres:15 # keep

jobs:
  # makes tables
  migrate:
    stage: prepare
    build: ./api
    command: npm run migrate
    depends_on: [db]
`;

describe('devstack init', () => {
  test('writes stages and jobs as they follow from the Compose file, in its order and with its comments', async () => {
    const folder = folderWith({ 'compose.yaml': compose });
    expect(await run(folder, ['init'])).toEqual({
      exitCode: 0,
      out: 'wrote devstack.yaml: 3 services and 1 job in 4 stages\n',
      err: '',
    });
    expect(readFileSync(join(folder, 'devstack.yaml'), 'utf8')).toBe(proposed);
    expect(readFileSync(join(folder, 'compose.yaml'), 'utf8')).toBe(compose);
  });

  test('only prints with --dry-run', async () => {
    const folder = folderWith({ 'compose.yaml': compose });
    expect(await run(folder, ['init', '--dry-run'])).toEqual({ exitCode: 0, out: proposed, err: '' });
    expect(existsSync(join(folder, 'devstack.yaml'))).toBe(false);
  });

  test('writes over a file only with --force', async () => {
    const folder = folderWith({ 'compose.yaml': compose, 'devstack.yaml': 'mine' });
    const refused = await run(folder, ['init']);
    expect(refused).toMatchObject({ exitCode: 2, err: expect.stringContaining('"devstack.yaml" is there already') });
    expect(readFileSync(join(folder, 'devstack.yaml'), 'utf8')).toBe('mine');
    expect(await run(folder, ['init', '--force'])).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(folder, 'devstack.yaml'), 'utf8')).toBe(proposed);
  });

  test('writes an example that is valid where there is no Compose file', async () => {
    const folder = folderWith({});
    expect(await run(folder, ['init'])).toMatchObject({
      exitCode: 0,
      out: 'wrote devstack.yaml: 2 services and 1 job in 3 stages\n',
    });
    expect(await run(folder, ['validate'])).toMatchObject({ exitCode: 0 });
  });

  test('reads the file that is named, and writes beside it', async () => {
    const folder = folderWith({ 'other.yaml': compose });
    expect(await run(folder, ['init', '-f', 'other.yaml'])).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(folder, 'devstack.yaml'))).toBe(true);
  });

  test('keeps a file that overrides another one apart', async () => {
    const override = 'services: {db: {environment: {A: 1}}, cache: {image: "redis:7"}}\n';
    const folder = folderWith({ 'compose.yaml': compose, 'compose.override.yaml': override });
    expect(await run(folder, ['init'])).toMatchObject({
      out: 'wrote devstack.yaml and devstack.override.yaml: 4 services and 1 job in 4 stages\n',
    });
    expect(parse(readFileSync(join(folder, 'devstack.override.yaml'), 'utf8'))).toEqual({
      services: { db: { environment: { A: 1 } }, cache: { stage: 'data', image: 'redis:7' } },
    });
  });

  test('gives no stages where units are in included files, and says so', async () => {
    const folder = folderWith({
      'compose.yaml': 'include: [more.yaml]\nservices: {a: {image: "a:1", depends_on: [b]}}\n',
      'more.yaml': 'services: {b: {image: "b:1"}}\n',
    });
    expect(await run(folder, ['init'])).toMatchObject({ out: 'wrote devstack.yaml: 2 services and 0 jobs\n' });
    expect(readFileSync(join(folder, 'devstack.yaml'), 'utf8')).toContain('# There are no stages, since');
  });

  test.each([
    ['one: 1', 3, 'unknown-key'],
    ['services: {a: {image: "a:1"}}\n---\nservices: {}', 2, 'has several documents'],
  ])('refuses %j', async (text, exitCode, told) => {
    const result = await run(folderWith({ 'compose.yaml': text }), ['init']);
    expect(result).toMatchObject({ exitCode, err: expect.stringContaining(told) });
  });

  test('refuses a file of its own', async () => {
    const folder = folderWith({ 'devstack.yaml': 'services: {a: {image: "a:1"}}' });
    const { exitCode, err } = await run(folder, ['init', '-f', 'devstack.yaml', '--dry-run']);
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: expect.stringContaining('is no Compose file') });
  });
});

/** What a unit says that has nothing to do with order and readiness. */
const kept = ['image', 'build', 'environment', 'volumes', 'labels', 'user', 'networks', 'secrets', 'configs', 'links'];

type Units = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

async function unitsOf(
  folder: string,
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Units> {
  const { exitCode, out, err } = await run(
    folder,
    ['config', '--format', 'json', '--profile', '*', ...options],
    environment,
  );
  expect({ exitCode, told: exitCode === 0 ? '' : err }).toEqual({ exitCode: 0, told: '' });
  const { services, 'x-devstack': own } = JSON.parse(out);
  return { ...services, ...own?.jobs };
}

const meaningOf = (units: Units): Units =>
  Object.fromEntries(
    Object.entries(units).map(([name, unit]) => [name, Object.fromEntries(kept.map((key) => [key, unit[key]]))]),
  );

/** Those that have a line of their own. */
const commentsOf = (folder: string): readonly string[] => {
  const name = readdirSync(folder).find((file) => /^(docker-)?compose\.ya?ml$/.test(file));
  const text = name === undefined ? '' : readFileSync(join(folder, name), 'utf8');
  return (text.match(/^\s*#.*$/gm) ?? []).map((line) => line.trim());
};

/** Neither has one file in its folder that can be turned into another. */
const excluded = new Set(['dotenv-file-list', 'several-documents']);

describe('what init makes of a project means the same and has its comments', () => {
  test.each(projects.filter(({ name }) => !excluded.has(name)))('$name', async (project) => {
    const { environment, options } = project;
    const folder = join(folderWith({}), project.name);
    cpSync(project.folder, folder, { recursive: true });
    const before = await unitsOf(folder, options, environment);
    const { exitCode, err } = await run(
      folder,
      ['init', ...valuesOf('-f', options), ...valuesOf('--env-file', options)],
      environment,
    );
    expect({ exitCode, told: exitCode === 0 ? '' : err }).toEqual({ exitCode: 0, told: '' });
    const after = await unitsOf(folder, valuesOf('--env-file', options), environment);
    expect(meaningOf(after)).toEqual(meaningOf(before));
    const written = readFileSync(join(folder, 'devstack.yaml'), 'utf8');
    expect(commentsOf(folder).filter((comment) => !written.includes(comment))).toEqual([]);
  });
});

/** One of the options, each time that it is given. */
const valuesOf = (flag: string, options: readonly string[]): readonly string[] =>
  options.flatMap((option, index) => (options[index - 1] === flag ? [flag, option] : []));

describe('init from the stages of a pipeline', () => {
  const stages = JSON.stringify([
    { name: 'data', services: [{ name: 'DB', type: 'DATABASE', database_type: 'POSTGRESQL' }] },
    { name: 'jobs', description: 'migrations', services: [{ name: 'Migrate', type: 'JOB' }] },
    { name: 'none', services: [] },
    {
      name: 'apps',
      services: [
        { name: 'API gateway', type: 'APPLICATION' },
        { name: 'web', type: 'CONTAINER' },
      ],
    },
  ]);

  test('makes a manifest whose list of stages makes the same manifest again', async () => {
    const folder = folderWith({ 'stages.json': stages });
    expect(await run(folder, ['init', '--from-stages', 'stages.json'])).toMatchObject({
      exitCode: 0,
      out: 'wrote devstack.yaml: 3 services and 1 job in 4 stages\n',
    });
    const first = parse(readFileSync(join(folder, 'devstack.yaml'), 'utf8'));
    const { out } = await run(folder, ['stage', 'list', '--json']);
    writeFileSync(join(folder, 'listed.json'), out);
    expect(await run(folder, ['init', '--from-stages', 'listed.json', '--force'])).toMatchObject({ exitCode: 0 });
    const second = parse(readFileSync(join(folder, 'devstack.yaml'), 'utf8'));
    // The list does not tell which database it is.
    second.services.db = first.services.db;
    expect(second).toEqual(first);
  });

  test.each([
    ['a file that is not there', 'nowhere.json', 'the file "nowhere.json" does not exist'],
    ['a file that is something else', 'devstack.txt', '"devstack.txt" is no list of stages: it is not JSON'],
  ])('refuses %s', async (_, file, message) => {
    const folder = folderWith({ 'devstack.txt': 'hello' });
    const { exitCode, err } = await run(folder, ['init', '--from-stages', file]);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
  });
});
