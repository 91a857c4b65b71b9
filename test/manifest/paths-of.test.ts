import { glob, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathsOf } from '../../src/manifest/paths-of.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'devstack-paths-'));
  await mkdir(join(folder, 'sub', 'deep'), { recursive: true });
  const names = [
    'a.sql',
    'b.sql',
    'ü.sql',
    '.hidden.sql',
    'c.txt',
    'x[1].sql',
    'a+b.sql',
    'sub/d.sql',
    'sub/deep/e.sql',
  ];
  await Promise.all(names.map((name) => writeFile(join(folder, name), name)));
});

afterAll(() => rm(folder, { recursive: true }));

describe('the files that a glob names are those of the matcher', () => {
  test.each([
    '*',
    '*.sql',
    '?.sql',
    '*.s?l',
    '.*',
    '.h*',
    'a.sql',
    'a*',
    's*',
    'nothing*',
    'none/*.sql',
    '*/*.sql',
    '**/*.sql',
    'sub/**',
    '{a,b}.sql',
    '[ab].sql',
    'x\\[1\\].sql',
  ])('%s', async (pattern) => {
    const expected: string[] = [];
    for await (const path of glob(join(folder, pattern))) expected.push(path);
    expect([...(await pathsOf(join(folder, pattern)))].sort()).toEqual(expected.sort());
  });
});

test('a path without a pattern is itself, also where nothing is there', async () => {
  expect(await pathsOf('/not/there')).toEqual(['/not/there']);
});
