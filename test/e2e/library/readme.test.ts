import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { fixtures } from '../support/devstack.ts';
import { leftOf } from '../support/engine.ts';
import { testFolder } from '../support/project.ts';
import { withEngine } from '../support/with-engine.ts';

const repository = join(fixtures, '..');

/** The code of a section of the README, block by block. */
async function codeIn(heading: string): Promise<readonly string[]> {
  const readme = await readFile(join(repository, 'README.md'), 'utf8');
  const section = readme.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

withEngine('the test in the README passes as it stands there, and leaves nothing', async () => {
  const [code = ''] = await codeIn('From a test');
  const folder = await testFolder();
  await mkdir(join(folder, 'node_modules'));
  await symlink(repository, join(folder, 'node_modules', 'devstack'));
  const file = join(folder, 'shop.test.mts');
  await writeFile(file, code);
  const { NODE_TEST_CONTEXT: _, FORCE_COLOR: __, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', file], { cwd: repository, env });
  expect(stdout).toContain('pass 1\n');
  expect(stdout).toContain('seed INSERT 0 3');
  expect(await leftOf('shop-t')).toEqual([]);
});

test('what the README says of Vitest is the recipe', async () => {
  const [, code = ''] = await codeIn('From a test');
  const recipe = await readFile(join(fixtures, 'recipes', 'vitest', 'stack.ts'), 'utf8');
  expect(recipe.replaceAll(/^\/\/.*\n/gm, '')).toBe(code);
});
