import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Call } from '../../../src/cli/unchanged/receipt.ts';
import { type Parts, rememberUnchanged } from '../../../src/cli/unchanged/remember-unchanged.ts';
import { sameAsBefore } from '../../../src/cli/unchanged/same-as-before.ts';
import { consult } from '../../../src/core/witness.ts';
import { testShell } from '../support/test-shell.ts';

/** A call of a program whose manifest has been there for a while. */
async function settledCall(): Promise<{ call: Call; manifest: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-rehearsed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [program, manifest] = [join(folder, 'main.js'), join(folder, 'devstack.yaml')];
  await Promise.all([writeFile(program, 'first'), writeFile(manifest, 'first')]);
  const { ctimeMs } = await stat(manifest);
  // What is younger than the steps of a file system's clock may still change without that being seen.
  await expect.poll(() => Date.now()).toBeGreaterThan(ctimeMs + 50);
  const environment = { XDG_CACHE_HOME: folder };
  return {
    call: { argv: ['up'], version: '1.2.3', program, folder, environment, home: folder, screens: [] },
    manifest,
  };
}

/** A run that changes its stack, with what else happens in it. */
function changingRun(manifest: string, happens: Partial<Record<'reading' | 'running', () => Promise<void>>> = {}) {
  const told: string[] = [];
  const parts: Parts<string> = {
    read: async () => {
      consult(manifest);
      const text = await readFile(manifest, 'utf8');
      await happens.reading?.();
      told.push('read');
      return text;
    },
    carryOut: async (text, { stdout }, isRehearsal) => {
      // As what is also an input of a job, which is looked at in each run.
      consult(manifest);
      told.push(isRehearsal ? 'rehearsed' : 'ran');
      if (!isRehearsal) await happens.running?.();
      stdout.write(`${isRehearsal ? 'unchanged' : 'changed'}: ${text}\n`);
      return { project: 'any', units: 1, outcome: { kind: 'ready', changed: !isRehearsal } };
    },
    close: () => told.push('closed'),
  };
  return { parts, told };
}

test('a run that has changed a stack is rehearsed with what it had read, and only it is seen', async () => {
  const { call, manifest } = await settledCall();
  const shell = testShell();
  const { parts, told } = changingRun(manifest);
  expect(await rememberUnchanged(call, shell, parts)).toEqual({ kind: 'ready', changed: true });
  expect(told).toEqual(['read', 'ran', 'rehearsed', 'closed']);
  expect(shell.written.out).toBe('changed: first\n');
  expect(await sameAsBefore(call, process)).toEqual([['stdout', 'unchanged: first\n']]);
});

test.each(['reading', 'running'] as const)(
  'what was edited while a run was %s does not pass for what its stack was made of',
  async (when) => {
    const { call, manifest } = await settledCall();
    const { parts } = changingRun(manifest, { [when]: () => appendFile(manifest, ' and second') });
    await rememberUnchanged(call, testShell(), parts);
    expect(await sameAsBefore(call, process)).toBeUndefined();
  },
);

test('a run that fails lets go of what it had read, and leaves nothing', async () => {
  const { call, manifest } = await settledCall();
  const { parts, told } = changingRun(manifest, { running: () => Promise.reject(new Error('out of luck')) });
  await expect(rememberUnchanged(call, testShell(), parts)).rejects.toThrow('out of luck');
  expect(told).toEqual(['read', 'ran', 'closed']);
  expect(await sameAsBefore(call, process)).toBeUndefined();
});
