import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { byName, readMigrations, sizeLimit } from '../../../src/run/migrations/migration-file.ts';

const { signal } = new AbortController();
let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'devstack-migrations-'));
});
afterEach(() => rm(base, { recursive: true }));

async function put(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(base, path)), { recursive: true });
    await writeFile(join(base, path), `-- ${path}\n`);
  }
}

const read = (...globs: readonly string[]) =>
  readMigrations(
    globs.map((glob) => join(base, glob)),
    base,
    signal,
  );

describe('the order of migrations', () => {
  test.each([
    ['by number, not by digit', ['10_b', '9_a', '1_c'], ['1_c', '9_a', '10_b']],
    ['by time', ['1732000000001_b', '1731999999999_a'], ['1731999999999_a', '1732000000001_b']],
    ['by name where numbers are the same', ['001_b', '001_a'], ['001_a', '001_b']],
    ['of leading zeros too, always the same', ['1_a', '01_a'], ['01_a', '1_a']],
  ])('is %s', (_, names, order) => {
    expect([...names].sort(byName)).toEqual(order);
  });
});

describe('the migrations of a job', () => {
  test('have the names that they have below the fixed part of their glob', async () => {
    await put('db/2_b.sql', 'db/1_a.sql', 'db/old/0_z.sql', 'db/README.md');
    expect((await read('db/**/*.sql')).map(({ name, folder }) => [name, folder])).toEqual([
      ['1_a.sql', 'db'],
      ['2_b.sql', 'db'],
      ['old/0_z.sql', 'db'],
    ]);
  });

  test('may be named one by one', async () => {
    await put('db/2_b.sql', 'db/1_a.sql');
    expect((await read('db/2_b.sql', 'db/1_a.sql')).map(({ name }) => name)).toEqual(['1_a.sql', '2_b.sql']);
  });

  test('count once where two globs mean the same file', async () => {
    await put('db/1_a.sql');
    expect(await read('db/*.sql', 'db/1*')).toHaveLength(1);
  });

  test('can not have the same name twice', async () => {
    await put('one/1_a.sql', 'two/1_a.sql');
    await expect(read('one/*.sql', 'two/*.sql')).rejects.toThrow('two migrations have the name "1_a.sql"');
  });

  test('are refused where a copy of them would be too large to keep', async () => {
    await writeFile(join(base, '1_data.sql'), Buffer.alloc(sizeLimit + 1));
    await expect(read('*.sql')).rejects.toThrow(
      'the migrations have 9 MB together, and a copy is kept of at most 8 MB',
    );
  });
});
