import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { testShell } from './support/test-shell.ts';

const fixtures = new URL('../../fixtures', import.meta.url).pathname;

function folderWith(file: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, file), text);
  return folder;
}

async function config(folder: string, ...args: readonly string[]) {
  const shell = testShell({ folder, environment: {} });
  const exitCode = await runCommandLine(['config', ...args], shell);
  return { exitCode, ...shell.written };
}

const stack = `name: listed
services:
  web:
    image: nginx:1.25
    depends_on: [api]
    networks: [front]
  api:
    build: .
    volumes: [cache:/cache]
    environment: {PASSWORD: "a$$b"}
    secrets: [token]
  tools:
    image: busybox:1.36
    profiles: [debug, all]
volumes: {cache: , idle: }
networks: {front: }
secrets: {token: {content: hush}}
`;

describe('devstack config', () => {
  test.each([
    ['--services', 'api\nweb\n'],
    ['--images', 'listed-api\nnginx:1.25\n'],
    ['--profiles', 'all\ndebug\n'],
    ['--volumes', 'cache\n'],
    ['--networks', 'default\nfront\n'],
  ])('%s prints names, one in a line', async (option, expected) => {
    expect(await config(folderWith('compose.yaml', stack), option)).toMatchObject({ exitCode: 0, out: expected });
  });

  test('prints a hash of each unit, which changes with what is said of it', async () => {
    const hashOf = async (text: string) =>
      (await config(folderWith('compose.yaml', text), '--hash', '*')).out.split('\n');
    const before = await hashOf(stack.replace('build: .', 'image: a:1'));
    const after = await hashOf(stack.replace('build: .', 'image: a:2'));
    expect(before[0]).toMatch(/^api [0-9a-f]{64}$/);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  test('prints the hash of units that are named', async () => {
    const { out } = await config(folderWith('compose.yaml', stack), '--hash', 'web');
    expect(out).toMatch(/^web [0-9a-f]{64}\n$/);
  });

  test('tells a name that it can not hash', async () => {
    const { exitCode, err } = await config(folderWith('compose.yaml', stack), '--hash', 'wbe');
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: expect.stringContaining('did you mean "web"?') });
  });

  test('prints only what is named and what that needs', async () => {
    const folder = folderWith('compose.yaml', stack);
    expect(Object.keys(parse((await config(folder, 'api')).out).services)).toEqual(['api']);
    expect(Object.keys(parse((await config(folder, 'web')).out).services)).toEqual(['api', 'web']);
    expect(Object.keys(parse((await config(folder, 'tools')).out).services)).toEqual(['tools']);
  });

  test('tells a name that is not there', async () => {
    const { exitCode, err } = await config(folderWith('compose.yaml', stack), 'wep');
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: expect.stringContaining('did you mean "web"?') });
  });

  test('writes to a file that is named, from where it is called', async () => {
    const folder = folderWith('compose.yaml', stack);
    expect(await config(folder, '-o', 'out.yaml')).toMatchObject({ exitCode: 0, out: '' });
    expect(parse(readFileSync(join(folder, 'out.yaml'), 'utf8')).name).toBe('listed');
  });

  test('tells why a file can not be written', async () => {
    const { exitCode, err } = await config(folderWith('compose.yaml', stack), '-o', 'no/such/out.yaml');
    expect(exitCode).toBe(2);
    expect(err).toContain('"no/such/out.yaml" can not be written: there is no such folder');
  });

  test('says nothing with -q, and is called convert as well', async () => {
    const folder = folderWith('compose.yaml', stack);
    expect(await config(folder, '-q')).toEqual({ exitCode: 0, out: '', err: '' });
    const shell = testShell({ folder, environment: {} });
    expect(await runCommandLine(['convert', '--services'], shell)).toBe(0);
    expect(shell.written.out).toBe('api\nweb\n');
  });

  test('prints values of the environment, but no secret', async () => {
    const { out } = await config(folderWith('compose.yaml', stack));
    expect(parse(out).services.api.environment).toEqual({ PASSWORD: 'a$$b' });
    expect(out).not.toContain('hush');
  });

  test('ends with 3 where there are errors, all of which are told', async () => {
    const folder = folderWith('compose.yaml', 'services: {a: {imag: x}, b: {image: y, depends_on: [c]}}');
    const { exitCode, out, err } = await config(folder);
    expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
    expect(err).toContain('unknown-key');
    expect(err).toContain('unknown-dependency');
  });
});

describe('a devstack.yaml is printed as a Compose file', () => {
  const shop = join(fixtures, 'shop');

  test('in which jobs and stages stand under x-devstack', async () => {
    const { services, 'x-devstack': own } = parse((await config(shop)).out);
    expect(Object.keys(services)).toEqual(['api', 'cache', 'db', 'web']);
    expect(Object.keys(own.jobs)).toEqual(['migrate', 'seed']);
    expect(own.stages).toHaveLength(4);
    expect(services.db['x-devstack']).toMatchObject({ stage: 'data' });
  });

  test('that says the same when it is read again', async () => {
    const printed = (await config(shop)).out;
    const again = await config(folderWith('compose.yaml', printed), '--project-directory', shop);
    expect(again).toMatchObject({ exitCode: 0, out: printed });
  });

  test('whose readiness is the same when it is read again', async () => {
    const checks = '[{grpc: {port: 1, service: s}}, {preset: redis, timeout: 5s}, {file: /a}, {log: "up$$"}]';
    const text = `services: {a: {image: "a:1", ready: {all: ${checks}, period: 1s}, ready_timeout: 1m}}`;
    const printed = (await config(folderWith('devstack.yaml', text), '-p', 'it')).out;
    expect(parse(printed).services.a['x-devstack']).toEqual({
      ready: {
        all: [{ grpc: { port: 1, service: 's' } }, { preset: 'redis', timeout: '5s' }, { file: '/a' }, { log: 'up$$' }],
        period: '1s',
      },
      ready_timeout: '1m',
    });
    expect((await config(folderWith('compose.yaml', printed))).out).toBe(printed);
  });

  test('whose events of jobs are the same when it is read again', async () => {
    const text =
      'jobs: {a: {image: "a:1", lifecycle: {start: go, delete: [drop, it], stop: {command: halt, timeout: 1m}}}}';
    const printed = (await config(folderWith('devstack.yaml', text), '-p', 'it')).out;
    expect(parse(printed)['x-devstack'].jobs.a.lifecycle).toEqual({
      start: { command: ['go'] },
      stop: { command: ['halt'], timeout: '1m0s' },
      delete: { command: ['drop', 'it'] },
    });
    expect((await config(folderWith('compose.yaml', printed))).out).toBe(printed);
  });

  test('in which other tools wait for a start where there is no healthcheck', async () => {
    const text = 'services: {a: {image: "a:1", depends_on: [b]}, b: {image: "b:1", ready: {tcp: {port: 1}}}}';
    const { a } = parse((await config(folderWith('devstack.yaml', text))).out).services;
    expect(a.depends_on.b.condition).toBe('service_started');
    expect(a['x-devstack'].depends_on.b.condition).toBe('service_healthy');
  });

  test('in which a unit has what it takes from another one', async () => {
    const text = `services: {a: {build: {context: ., args: {A: 1}}, environment: {X: 1}, user: me}}
jobs: {b: {from: a, command: go, inputs: ["src/*"], environment: {Y: 2}}}`;
    const folder = folderWith('devstack.yaml', text);
    const { b } = parse((await config(folder, '-p', 'it')).out)['x-devstack'].jobs;
    expect(b).toMatchObject({
      image: 'it-a',
      build: { context: folder, args: { A: '1' } },
      user: 'me',
      environment: { X: '1', Y: '2' },
      inputs: [`${folder}/src/*`],
    });
    expect(b).not.toHaveProperty('from');
  });
});
