import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Host, ProcessIdentity } from '../../../../src/core/host.ts';
import type { Engine } from '../../../../src/engine/engine.ts';
import type { ContainerSpec } from '../../../../src/plan/container-spec.ts';
import { removeProject, specOf } from '../../../support/engine-things.ts';
import { processTestEngine } from './process-test-engine.ts';

/** A project of its own for each test, in a folder of its own. */
export interface InFolder {
  readonly folder: string;
  readonly project: string;
  readonly engine: Engine;
  readonly signal: AbortSignal;
  /** the same machine as another devstack sees it */
  seenBy(host?: Partial<Host>): Engine;
  /** creates and starts a unit that runs this script */
  start(script: string, overrides?: Partial<ContainerSpec>): Promise<string>;
  status(handle: string): Promise<string | undefined>;
  /** of the project's supervisor */
  supervisor(): number;
  /** makes the supervisor of the only unit, as it is written down, another process */
  changeSupervisor(process: Partial<ProcessIdentity>): void;
}

/** Sets it up around each test; what is left of processes and files goes. */
export function inFolder(): () => InFolder {
  let current: InFolder | undefined;
  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'devstack-process-'));
    const engine = processTestEngine(folder);
    const project = `t${randomUUID().slice(0, 8)}`;
    const signal = AbortSignal.timeout(50_000);
    current = {
      folder,
      project,
      engine,
      signal,
      seenBy: (host) => processTestEngine(folder, host),
      async start(script, overrides) {
        const handle = await engine.create(specOf(project, script, overrides), {}, signal);
        await engine.start(handle, signal);
        return handle;
      },
      status: async (handle) => (await engine.inspect(handle, signal))?.status.kind,
      supervisor: () => JSON.parse(readFileSync(claimIn(folder, project), 'utf8')).process.pid,
      changeSupervisor(process) {
        const path = join(folder, 'devstack', project, 'units', `${project}-app-1`, 'state.json');
        const state = JSON.parse(readFileSync(path, 'utf8'));
        writeFileSync(path, JSON.stringify({ ...state, supervisor: { ...state.supervisor, ...process } }));
      },
    };
  });
  afterEach(async () => {
    if (current === undefined) return;
    await removeProject(current.engine, current.project);
    current.engine.close();
    // A supervisor that has just been left to itself may still write.
    await rm(current.folder, { recursive: true, maxRetries: 10 });
    current = undefined;
  });
  return () => {
    if (current === undefined) throw new Error('there is no folder outside a test');
    return current;
  };
}

function claimIn(folder: string, project: string): string {
  const claims = join(folder, 'devstack', project, 'supervisor');
  const [name = ''] = readdirSync(claims);
  return join(claims, name);
}

/** Processes of this machine, but those that only wait to be taken notice of, that were begun with such a text in their environment. */
export function processesWith(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(text);
      } catch {
        return false;
      }
    });
}

/** Waits until something is seen to be so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}
