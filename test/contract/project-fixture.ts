import { afterEach, beforeEach } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { ContainerSpec } from '../../src/plan/container-spec.ts';
import { networkOf, removeProject, specOf, uniqueProject } from '../support/engine-things.ts';
import type { Subject } from './engine-contract.ts';

/** A project of its own for each test, with its network; all of it is removed afterwards. */
export interface Project {
  readonly name: string;
  readonly engine: Engine;
  readonly signal: AbortSignal;
  readonly scratch: string;
  seenFrom: Subject['seenFrom'];
  create(script: string, overrides?: Partial<ContainerSpec>): Promise<string>;
  /** creates and starts, and waits until it says "up": before that it may not be ready for a signal */
  bringUp(script: string, overrides?: Partial<ContainerSpec>): Promise<string>;
  /** creates, starts, and waits for the end */
  run(
    script: string,
    overrides?: Partial<ContainerSpec>,
  ): Promise<{ readonly handle: string; readonly exitCode: number }>;
}

/** Sets the project up around each test of the suite that calls it. */
export function projectFixture(subject: () => Subject): () => Project {
  let project: Project | undefined;
  beforeEach(async () => {
    const { engine, seenFrom, scratch } = subject();
    const name = uniqueProject();
    const signal = AbortSignal.timeout(50_000);
    await engine.ensureNetwork(name, networkOf(name), signal);
    const create = (script: string, overrides?: Partial<ContainerSpec>): Promise<string> =>
      engine.create(specOf(name, script, overrides), { image: 'h1' }, signal);
    project = {
      name,
      engine,
      signal,
      scratch,
      seenFrom,
      create,
      async bringUp(script, overrides) {
        const handle = await create(script, overrides);
        await engine.start(handle, signal);
        for await (const { line } of engine.logs(handle, { follow: true }, signal)) if (line === 'up') break;
        return handle;
      },
      async run(script, overrides) {
        const handle = await create(script, overrides);
        const { armed, exit } = engine.wait(handle, signal);
        await armed;
        await engine.start(handle, signal);
        return { handle, exitCode: (await exit).exitCode };
      },
    };
  });
  afterEach(async () => {
    if (project !== undefined) await removeProject(project.engine, project.name);
    project = undefined;
  });
  return () => {
    if (project === undefined) throw new Error('there is no project outside a test');
    return project;
  };
}
