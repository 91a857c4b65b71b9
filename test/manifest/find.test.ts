import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findManifests } from '../../src/manifest/find.ts';

const { signal } = new AbortController();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'find'));
  await mkdir(join(folder, 'inner/deep'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const write = (...names: string[]) => Promise.all(names.map((name) => writeFile(join(folder, name), '')));

/** What is found, from the test's folder. */
async function find(from: string | undefined, cwd: string, variables: Record<string, string> = {}): Promise<string> {
  const named = from === undefined ? undefined : [from];
  const start = join(folder, cwd);
  const search = { cwd: start, start, variable: (name: string) => variables[name] };
  const found = await findManifests(named, search, signal);
  return found.ok ? found.value.map((path) => relative(folder, path)).join(' ') : found.reason.message;
}

const nothingSet = () => ({ cwd: folder, start: folder, variable: () => undefined });

describe('the manifest', () => {
  it.each([
    [['devstack.yaml', 'devstack.yml', 'compose.yaml'], 'devstack.yaml'],
    [['devstack.yml', 'compose.yaml'], 'devstack.yml'],
    [['compose.yml', 'compose.yaml', 'docker-compose.yml'], 'compose.yaml'],
    [['docker-compose.yml', 'docker-compose.yaml'], 'docker-compose.yaml'],
  ])('of %j is %s', async (names, found) => {
    await write(...names);
    expect(await find(undefined, '.')).toBe(found);
  });

  it.each([
    [['compose.yaml', 'compose.override.yml'], 'compose.yaml compose.override.yml'],
    [['docker-compose.yml', 'docker-compose.override.yml'], 'docker-compose.yml docker-compose.override.yml'],
    [['devstack.yaml', 'devstack.override.yaml', 'compose.override.yaml'], 'devstack.yaml devstack.override.yaml'],
    [['devstack.yaml', 'compose.override.yaml'], 'devstack.yaml'],
  ])('of %j is %s, the second over the first', async (names, found) => {
    await write(...names);
    expect(await find(undefined, '.')).toBe(found);
  });

  it('is what COMPOSE_FILE names, unless -f says otherwise', async () => {
    await write('compose.yaml', 'base.yaml', 'more.yaml');
    expect(await find(undefined, '.', { COMPOSE_FILE: 'base.yaml:more.yaml' })).toBe('base.yaml more.yaml');
    const separated = { COMPOSE_FILE: 'base.yaml,more.yaml', COMPOSE_PATH_SEPARATOR: ',' };
    expect(await find(undefined, '.', separated)).toBe('base.yaml more.yaml');
    expect(await find('compose.yaml', '.', { COMPOSE_FILE: 'base.yaml' })).toBe('compose.yaml');
    expect(await find(undefined, '.', { COMPOSE_FILE: 'nowhere.yaml' })).toBe('"nowhere.yaml" does not exist');
  });

  it('is looked for in the parents, the nearest first', async () => {
    await write('devstack.yaml', 'inner/compose.yaml');
    expect(await find(undefined, 'inner/deep')).toBe('inner/compose.yaml');
  });

  it.each([
    ['inner', 'inner/compose.yaml'],
    ['inner/other.yaml', 'inner/other.yaml'],
  ])('may be named by -f %s', async (from, found) => {
    await write('devstack.yaml', 'inner/compose.yaml', 'inner/other.yaml');
    expect(await find(from, '.')).toBe(found);
  });

  it.each([
    ['nowhere.yaml', '"nowhere.yaml" does not exist'],
    ['inner', 'there is no devstack.yaml and no compose.yaml in "inner"'],
  ])('that -f %s does not find is a problem', async (from, message) => {
    await write('devstack.yaml');
    expect(await find(from, '.')).toBe(message);
  });

  it('that is nowhere is a problem with a hint', async () => {
    const found = await findManifests(undefined, nothingSet(), signal);
    expect(found).toMatchObject({ ok: false, reason: { code: 'not-found', hint: expect.stringContaining('-f') } });
  });

  it('is not looked for after an abort', async () => {
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(findManifests(undefined, nothingSet(), aborted)).rejects.toThrow('enough');
  });
});
