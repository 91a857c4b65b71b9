import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../src/bundling.ts';
import { composeFile } from './contestants/compose-file.ts';
import { type Invocation, run as runToEnd } from './measure.ts';
import type { Stack } from './stack.ts';

/** Who is measured, and the commands that it takes. */
export interface Contestant {
  readonly name: 'ideal' | 'devstack' | 'compose';
  readonly up: Invocation;
  /** the same again, when nothing has changed */
  readonly again: Invocation;
  readonly down: Invocation;
  /** removes all that is left, volumes too */
  clean(): Promise<void>;
}

export const root = join(import.meta.dirname, '../..');
export const bin = join(root, 'bin/devstack.js');
export const fixtures = join(root, 'fixtures');

interface Places {
  /** of the manifest */
  readonly folder: string;
  readonly scratch: string;
  /** what the projects of all begin with */
  readonly project: string;
}

/** Everyone who takes part. The ideal is bundled like devstack, so that its start counts alike. */
export async function contestants(
  stack: Stack,
  { folder, scratch, project }: Places,
  withCompose: boolean,
): Promise<readonly Contestant[]> {
  const all = [await ideal(stack, scratch, `${project}-ideal`), devstack(folder, `${project}-devstack`)];
  return withCompose ? [...all, compose(stack, scratch, `${project}-compose`)] : all;
}

async function ideal(stack: Stack, scratch: string, project: string): Promise<Contestant> {
  const file = join(scratch, `${project}.json`);
  writeFileSync(file, JSON.stringify(stack));
  const program = join(scratch, 'ideal.mjs');
  await build({ ...bundling, entryPoints: [join(import.meta.dirname, 'contestants/ideal.ts')], outfile: program });
  const run = (action: string): Invocation => [process.execPath, [program, file, project, action]];
  return {
    name: 'ideal',
    up: run('up'),
    again: run('look'),
    down: run('down'),
    clean: () => runToEnd(run('clean')),
  };
}

function devstack(folder: string, project: string): Contestant {
  const run = (...args: string[]): Invocation => [process.execPath, [bin, ...args, '-f', folder, '-p', project]];
  return {
    name: 'devstack',
    up: run('up', '-d'),
    again: run('up', '-d'),
    down: run('down'),
    clean: () => runToEnd(run('down', '-v')),
  };
}

function compose(stack: Stack, scratch: string, project: string): Contestant {
  const file = join(scratch, `${project}.yaml`);
  writeFileSync(file, composeFile(stack));
  const run = (...args: string[]): Invocation => ['docker', ['compose', '-f', file, '-p', project, ...args]];
  return {
    name: 'compose',
    up: run('up', '-d', '--wait'),
    again: run('up', '-d', '--wait'),
    down: run('down'),
    clean: () => runToEnd(run('down', '-v')),
  };
}
