import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { devstack, type Ended } from './devstack.ts';

const spy = new URL('what-is-read.mjs', import.meta.url).pathname;

/** What a command came to, and what it did for that. */
export interface Watched extends Ended {
  /** files of the program that were loaded */
  readonly modules: readonly string[];
  /** what it looked at, as it named it */
  readonly paths: readonly string[];
  /** whether it was carried out, and not only known to say the same as before */
  readonly isCarriedOut: boolean;
}

/** Runs devstack with a cache of its own in this folder, and tells what it has loaded and looked at. */
export async function watched(
  args: readonly string[],
  own: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Watched> {
  const log = join(own, 'read.log');
  await rm(log, { force: true });
  const hooks = { WHAT_IS_READ: log, NODE_OPTIONS: `--import ${spy}` };
  const ended = await devstack(args, { XDG_CACHE_HOME: join(own, 'cache'), ...hooks, ...environment });
  const lines = (await readFile(log, 'utf8')).split('\n');
  const told = (kind: string) =>
    lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
  const modules = told('module');
  return {
    ...ended,
    modules,
    paths: told('path'),
    isCarriedOut: modules.some((name) => name.startsWith('run-command-line')),
  };
}

/** Where receipts are, of commands with a cache in this folder. */
export const receiptsIn = (own: string): string => join(own, 'cache', 'devstack', 'unchanged');
