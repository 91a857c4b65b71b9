import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findManifest } from '../../src/manifest/find.ts';

const { signal } = new AbortController();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'find'));
  await mkdir(join(folder, 'inner/deep'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const write = (...names: string[]) => Promise.all(names.map((name) => writeFile(join(folder, name), '')));

/** What is found, from the test's folder. */
async function find(from: string | undefined, cwd: string): Promise<string> {
  const found = await findManifest(from, join(folder, cwd), signal);
  return found.ok ? relative(folder, found.value) : found.reason.message;
}

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
    const found = await findManifest(undefined, folder, signal);
    expect(found).toMatchObject({ ok: false, reason: { code: 'not-found', hint: expect.stringContaining('-f') } });
  });

  it('is not looked for after an abort', async () => {
    await expect(findManifest(undefined, folder, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
