import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { bin, type Ended, fixtures } from '../support/devstack.ts';
import { everythingOf } from '../support/engine.ts';
import { shopCopy } from '../support/project.ts';
import { withEngine } from '../support/with-engine.ts';

/** As a user has it: in the folder of the shop, with its own name for the project. */
async function testShop(folder: string, project: string): Promise<Ended> {
  // What this very test is run with is none of the shop's business.
  const { VITEST: _, ...environment } = process.env;
  const argv = [bin, '-p', project, 'test', '--', 'npx', 'vitest', 'run', '--no-color'];
  const child = spawn(process.execPath, argv, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { exitCode: exitCode as number | null, stdout, stderr };
}

describe('the tests of the shop', () => {
  withEngine('pass twice at the same time, each over a stack of its own, and leave nothing', async () => {
    const project = `isoshop${process.pid}a`;
    const both = await Promise.all([1, 2].map(() => testShop(`${fixtures}/shop`, project)));
    expect(both.map(({ exitCode, stdout }) => [exitCode, /Tests +4 passed/.test(stdout)])).toEqual([
      [0, true],
      [0, true],
    ]);
    expect(await everythingOf(project)).toEqual([]);
  });

  withEngine('end with the code of the test runner where one fails', async () => {
    const project = `isoshop${process.pid}b`;
    const folder = await shopCopy();
    const file = join(folder, 'test', 'shop.test.mjs');
    await writeFile(file, (await readFile(file, 'utf8')).replace('toBe(401)', 'toBe(200)'));
    const { exitCode, stdout } = await testShop(folder, project);
    expect(stdout).toMatch(/Tests +1 failed \| 3 passed/);
    expect(exitCode).toBe(1);
    expect(await everythingOf(project)).toEqual([]);
  });

  withEngine('are not run where a migration fails, and what the database said is told', async () => {
    const project = `isoshop${process.pid}c`;
    const folder = await shopCopy();
    await writeFile(join(folder, 'migrations', '003-broken.sql'), 'alter table product add column colour text;');
    const { exitCode, stdout, stderr } = await testShop(folder, project);
    expect(exitCode).toBe(5);
    expect(stderr).toContain('relation "product" does not exist');
    expect(stdout).toBe('');
    expect(await everythingOf(project)).toEqual([]);
  });
});
