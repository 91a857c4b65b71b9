import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../src/bundling.ts';
import { composeFile } from './contestants/compose-file.ts';
import type { Stack } from './stack.ts';

/** Who is measured, and the commands that it takes. */
export interface Contestant {
  readonly name: 'ideal' | 'devstack' | 'compose';
  readonly up: Invocation;
  /** the same again, when nothing has changed */
  readonly again: Invocation;
  readonly down: Invocation;
  /** removes all that is left, volumes too */
  clean(): void;
}

type Invocation = readonly [command: string, args: readonly string[]];

const root = join(import.meta.dirname, '../..');
export const bin = join(root, 'bin/devstack.js');

/** Everyone who can take part on this machine. The ideal is bundled like devstack, so that its start counts alike. */
export async function contestants(
  stack: Stack,
  folder: string,
  scratch: string,
  project: string,
): Promise<readonly Contestant[]> {
  const all = [await ideal(stack, scratch, `${project}-ideal`), devstack(folder, `${project}-devstack`)];
  return hasCompose() ? [...all, compose(stack, scratch, `${project}-compose`)] : all;
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
    clean: () => sweep(`label=devstack.bench=${project}`),
  };
}

function devstack(folder: string, project: string): Contestant {
  const run = (...args: string[]): Invocation => [process.execPath, [bin, ...args, '-f', folder, '-p', project]];
  return {
    name: 'devstack',
    up: run('up', '-d'),
    again: run('up', '-d'),
    down: run('down'),
    clean: () => void execFileSync(...mutable(run('down', '-v')), { stdio: 'ignore' }),
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
    clean: () => void execFileSync(...mutable(run('down', '-v')), { stdio: 'ignore' }),
  };
}

const mutable = ([command, args]: Invocation): [string, string[]] => [command, [...args]];

/** Whether docker compose can take part. */
export function hasCompose(): boolean {
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function sweep(filter: string): void {
  const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).split('\n').filter(Boolean);
  const containers = docker('ps', '-aq', '--filter', filter);
  if (containers.length > 0) docker('rm', '-fv', ...containers);
  for (const kind of ['network', 'volume']) {
    const found = docker(kind, 'ls', '-q', '--filter', filter);
    if (found.length > 0) docker(kind, 'rm', ...found);
  }
}
