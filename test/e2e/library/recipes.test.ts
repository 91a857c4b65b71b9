import { execFile } from 'node:child_process';
import { cp, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import { fixtures } from '../support/devstack.ts';
import { leftOf } from '../support/engine.ts';
import { testFolder } from '../support/project.ts';
import { withEngine } from '../support/with-engine.ts';

const repository = join(fixtures, '..');
const recipes = join(fixtures, 'recipes');

/** Without what the runner of this test says to those that it starts. */
const { NODE_TEST_CONTEXT: _, VITEST: __, FORCE_COLOR: ___, ...environment } = process.env;

/** Runs a program to its end, and fails with what it wrote where it fails. */
const run = (command: string, args: readonly string[], cwd: string) =>
  promisify(execFile)(command, [...args], { cwd, env: { ...environment, NO_COLOR: '1' } });

const node = (args: readonly string[], cwd: string) => run(process.execPath, args, cwd);

describe('the recipe for', () => {
  withEngine('node:test brings its stack up, and leaves nothing', async () => {
    const { stdout } = await node(['--test'], join(recipes, 'node-test'));
    expect(stdout).toContain('pass 1\n');
    expect(await leftOf('recipes')).toEqual([]);
  });

  withEngine('Vitest brings its stack up, and leaves nothing', async () => {
    const program = join(repository, 'node_modules', 'vitest', 'vitest.mjs');
    const { stdout } = await node([program, 'run'], join(recipes, 'vitest'));
    expect(stdout).toMatch(/Tests {2}1 passed/);
    // Vitest ends ten seconds after its tests at the latest; then the rest goes without it.
    await expect.poll(() => leftOf('recipes')).toEqual([]);
  });

  withEngine('Vitest keeps its stack while tests run again, with what is to be done before', async () => {
    const program = join(import.meta.dirname, 'rerun-vitest.ts');
    const { stdout } = await node([program, join(recipes, 'vitest')], repository);
    const { first, second, failed } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(second.project).toBe(first.project);
    // The service was restarted, and is found where it is now.
    expect(second.services.web.port).not.toBe(first.services.web.port);
    expect(failed).toBe(0);
    expect(await leftOf('recipes')).toEqual([]);
  });

  withEngine('Jest brings its stack up, and leaves nothing', { timeout: 300_000 }, async () => {
    const folder = await testFolder();
    await cp(recipes, folder, { recursive: true });
    // Without one npm would look for a project above the folder, and install there.
    await writeFile(join(folder, 'package.json'), '{}');
    // Of all packages Jest has most: only this test needs it.
    await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', 'jest@30'], folder);
    await symlink(repository, join(folder, 'node_modules', 'devstack'));
    const program = join(folder, 'node_modules', 'jest', 'bin', 'jest.js');
    const { stderr } = await node([program, '--rootDir', '.'], join(folder, 'jest'));
    expect(stderr).toMatch(/Tests: +1 passed/);
    expect(await leftOf('recipes')).toEqual([]);
  });
});
