import { expect } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { testShell } from '../cli/support/test-shell.ts';
import type { Project } from './projects.ts';

/** What `devstack config` prints for a project; fails where it does not end well. */
export async function config(
  { folder, environment, options }: Pick<Project, 'folder' | 'environment' | 'options'>,
  ...more: readonly string[]
): Promise<string> {
  const shell = testShell({ folder, environment });
  const exitCode = await runCommandLine(['config', ...options, ...more], shell);
  expect({ exitCode, told: exitCode === 0 ? '' : shell.written.err }).toEqual({ exitCode: 0, told: '' });
  return shell.written.out;
}
