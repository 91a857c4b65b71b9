import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { testShell } from './support/test-shell.ts';

async function schema(folder: string, ...args: readonly string[]) {
  const shell = testShell({ folder, environment: {} });
  const exitCode = await runCommandLine(['schema', ...args], shell);
  return { exitCode, ...shell.written };
}

test('devstack schema prints the schema of a devstack.yaml, of any folder', async () => {
  const { exitCode, out } = await schema('/');
  expect(exitCode).toBe(0);
  const printed = JSON.parse(out);
  expect(printed.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(printed.properties).toHaveProperty('stages');
});

test('devstack schema --dialect compose prints that of a Compose file', async () => {
  const { out } = await schema('/', '--dialect', 'compose');
  const { properties } = JSON.parse(out);
  expect(properties).not.toHaveProperty('stages');
  expect(properties['x-devstack'].properties).toHaveProperty('stages');
});

test('devstack schema events prints that of the lines of --ui json', async () => {
  const { exitCode, out } = await schema('/', 'events');
  const { anyOf } = JSON.parse(out);
  expect(exitCode).toBe(0);
  expect(anyOf[0]).toMatchObject({ properties: { version: { const: 1 }, type: { const: 'run.started' } } });
});

test('of what there is no schema is said, with what there is', async () => {
  const { exitCode, err } = await schema('/', 'event');
  expect(exitCode).toBe(2);
  expect(err).toContain('"manifest" or "events"');
});

test('devstack schema -o writes to a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'schema-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(await schema(folder, '-o', 'schema.json')).toEqual({ exitCode: 0, out: '', err: '' });
  expect(JSON.parse(readFileSync(join(folder, 'schema.json'), 'utf8')).title).toBe('devstack.yaml');
});

test('devstack schema refuses a dialect that there is not', async () => {
  expect(await schema('/', '--dialect', 'toml')).toMatchObject({ exitCode: 2, out: '' });
});
