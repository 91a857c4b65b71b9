import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import type { Need } from './cases.ts';
import { root } from './contestants.ts';

/** Where it was measured, when, and with what. */
export interface Machine {
  /** ISO 8601 */
  readonly date: string;
  readonly devstack: string;
  readonly node: string;
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** version of the Docker engine and of its API */
  readonly engine: { readonly version: string; readonly api: string } | null;
  readonly compose: string | null;
}

/** What there is no use of on this machine, and why. */
export type Lacking = ReadonlyMap<Need | 'compose', string>;

const patienceMs = 10_000;

/** Looks at the machine. */
export async function lookAtMachine(): Promise<{ readonly machine: Machine; readonly lacking: Lacking }> {
  const lacking = new Map<Need | 'compose', string>();
  const attempt = async <Value>(need: Need | 'compose', what: string, ask: () => Promise<Value>) =>
    await ask().catch((cause: Error) => {
      lacking.set(need, `${what}: ${cause.message.split('\n')[0]}`);
      return null;
    });
  const engine = await attempt('engine', 'no Docker engine', engineFacts);
  const compose =
    engine && (await attempt('compose', 'no docker compose', () => said('docker', 'compose', 'version', '--short')));
  await attempt('script', 'no program "script"', () => said('script', '--version'));
  await attempt('tmux', 'no program "tmux"', () => said('tmux', '-V'));
  return { machine: { ...hostFacts(), engine, compose }, lacking };
}

async function engineFacts(): Promise<{ readonly version: string; readonly api: string }> {
  const { Version, ApiVersion } = await new Docker({ timeout: patienceMs }).version();
  return { version: Version, api: ApiVersion };
}

async function said(file: string, ...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(file, args, { timeout: patienceMs })).stdout.trim();
}

function hostFacts(): Omit<Machine, 'engine' | 'compose'> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return {
    date: new Date().toISOString(),
    devstack: version,
    node: process.version,
    system: `${type()} ${release()}`,
    cpu: cpus()[0]?.model ?? '',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
  };
}
