import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { projects } from '../corpus/projects.ts';
import { testShell } from './support/test-shell.ts';

// The command itself refuses what would come to anything else than the same units with a stage.
test.each(projects)(
  'the units of $name are put into a first stage',
  async ({ name, folder: from, options, environment }) => {
    const root = mkdtempSync(join(tmpdir(), 'stage-corpus-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    // Some of them name their own folder.
    const folder = join(root, name);
    cpSync(from, folder, { recursive: true });
    const shell = testShell({ folder, environment });
    const exitCode = await runCommandLine([...options, 'stage', 'create', 'all of it'], shell);
    expect({ exitCode, err: shell.written.err }).toEqual({ exitCode: 0, err: '' });
  },
);
