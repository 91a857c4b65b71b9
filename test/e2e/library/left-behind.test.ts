import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, vi } from 'vitest';
import { up } from '../../../src/index.ts';
import { devstack } from '../support/devstack.ts';
import { containersOf, leftOf } from '../support/engine.ts';
import { manifestFolder, testProject } from '../support/project.ts';
import { withEngine } from '../support/with-engine.ts';
import { manifest } from './small-stack.ts';

const program = join(import.meta.dirname, 'hold-stack.ts');
const patience = { timeout: 40_000, interval: 100 };

const hold = (file: string, end: 'stays' | 'forgets') =>
  spawn(process.execPath, [program, file, end], { stdio: ['ignore', 'pipe', 'inherit'] });

describe('nothing is left', () => {
  withEngine('by a process that is killed', async () => {
    const child = hold(await manifestFolder(manifest), 'stays');
    const [name]: readonly Buffer[] = await once(child.stdout, 'data');
    const project = String(name).trim();
    expect((await leftOf(project)).length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await vi.waitFor(async () => expect(await leftOf(project)).toEqual([]), patience);
  });

  withEngine('by a program that has forgotten its stack, which does not keep it from ending', async () => {
    const child = hold(await manifestFolder(manifest), 'forgets');
    const [written, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(exitCode).toBe(0);
    expect(written).toMatch(/^e2e-lib-t-/);
    await vi.waitFor(async () => expect(await leftOf(written.trim())).toEqual([]), patience);
  });
});

withEngine('the stack of "devstack up" is taken as it is, and goes with all but its data', async () => {
  const project = testProject();
  const folder = await manifestFolder(manifest);
  await devstack(['up', '-d', '-f', folder, '-p', project]);
  const before = (await containersOf(project)).get('web')?.id;
  {
    await using stack = await up({ file: folder, project, isolated: false });
    expect(stack.project).toBe(project);
    expect((await containersOf(project)).get('web')?.id).toBe(before);
  }
  expect((await containersOf(project)).size).toBe(0);
  expect(await leftOf(project)).toContain(`${project}_data`);
});
