import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Docker from 'dockerode';
import type { Event, Outcome } from '../../../src/core/event.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { dockerEngine } from '../../../src/engine/docker/docker-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { loadManifest } from '../../../src/manifest/load.ts';
import type { Manifest } from '../../../src/manifest/model.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { down } from '../../../src/run/down.ts';
import { systemClock } from '../../../src/run/system-clock.ts';
import { up } from '../../../src/run/up.ts';
import { type UpPolicy, usualPolicy } from '../../../src/run/up-policy.ts';
import { removeProject, uniqueProject } from '../../support/engine-things.ts';
import { ownProcess } from '../../support/test-host.ts';
import { engineHost } from '../engine-available.ts';
import { type Unit, unitOn } from './unit.ts';

/** What a stack is made of besides its Compose file. */
export interface Ingredients {
  /** further files by their path in the folder of the Compose file */
  readonly files?: Readonly<Record<string, string>>;
  /** of the shell */
  readonly environment?: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  readonly policy?: Partial<UpPolicy>;
  /** sees what the first run tells, when it does; `folder` is that of the Compose file */
  readonly onEvent?: (event: Event, folder: string) => void;
}

/** A Compose file that was brought up, and what came of it. Disposed of, nothing of it stays. */
export interface Stack extends AsyncDisposable {
  readonly project: string;
  readonly folder: string;
  readonly docker: Docker;
  /** version of the API that is spoken with the engine */
  readonly api: string;
  readonly outcome: Outcome;
  readonly events: readonly Event[];
  /** warnings about the file and of the run */
  readonly warnings: readonly string[];
  unit(name: string, index?: number): Unit;
  /** Brings up another file, or the same one again, under the same project. */
  again(text?: string, policy?: Partial<UpPolicy>): Promise<Pick<Stack, 'outcome' | 'events' | 'warnings'>>;
  /** Removes everything, as `down -v` does; what it told. */
  takeDown(): Promise<readonly Event[]>;
}

const deadline = (): AbortSignal => AbortSignal.timeout(50_000);

interface Loaded {
  readonly manifest: Manifest;
  readonly plan: Plan;
  readonly problems: readonly Problem[];
}

async function load(folder: string, project: string, ingredients: Ingredients): Promise<Loaded> {
  const { environment = {}, profiles = [] } = ingredients;
  const options = { cwd: folder, environment, profiles, projectName: project };
  const { manifest, problems } = await loadManifest(options, deadline());
  const errors = problems.filter(({ severity }) => severity === 'error');
  const planned = manifest && makePlan(manifest, {});
  const all = [...errors, ...(planned?.problems ?? [])].map(({ message }) => message);
  if (manifest === undefined || planned?.plan === undefined || all.length > 0) throw new Error(all.join('\n'));
  return { manifest, plan: planned.plan, problems };
}

async function run(
  engine: Engine,
  { manifest, plan, problems }: Loaded,
  policy: Partial<UpPolicy> = {},
  onEvent: (event: Event) => void = () => undefined,
) {
  const events: Event[] = [];
  const { done } = up({
    engine,
    clock: systemClock,
    holder: { command: 'up', host: 'laptop', process: ownProcess, since: Date.now() },
    observer: (event) => {
      events.push(event);
      onEvent(event);
    },
    plan,
    unitNames: new Set(manifest.units.keys()),
    stay: 'no',
    followLogs: () => false,
    policy: { ...usualPolicy, ...policy },
  });
  const outcome = await done;
  const told = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  return { outcome, events, warnings: [...problems.map(({ message }) => message), ...told] };
}

async function removeAll(engine: Engine, project: string, manifest: Manifest): Promise<readonly Event[]> {
  const events: Event[] = [];
  const { done } = down({
    engine,
    clock: systemClock,
    holder: { command: 'down', host: 'laptop', process: ownProcess, since: Date.now() },
    observer: (event) => void events.push(event),
    project,
    removeVolumes: true,
    images: [],
    force: false,
    hooksOf: (unit) => manifest.units.get(unit),
  });
  const outcome = await done;
  if (outcome.kind !== 'stopped' || !outcome.complete) throw new Error(`left over: ${JSON.stringify(events)}`);
  return events;
}

async function writeAll(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** Brings a Compose file up with the code that `devstack up -d` uses. A unit that fails is told by `outcome`. */
export async function bringUp(text: string, ingredients: Ingredients = {}): Promise<Stack> {
  const project = uniqueProject();
  const folder = await mkdtemp(join(tmpdir(), 'devstack-keys-'));
  await writeAll(folder, { ...ingredients.files, 'compose.yaml': text });
  const engine = dockerEngine(engineHost);
  const docker = new Docker();
  const first = await load(folder, project, ingredients);
  const { apiVersion } = await engine.info(deadline());
  let last = first;
  const takeDown = () => removeAll(engine, project, last.manifest);
  const dispose = async () => {
    // Last in, first out; where several fail, all of them are told.
    await using ends = new AsyncDisposableStack();
    ends.defer(() => rm(folder, { recursive: true, force: true }));
    ends.defer(() => engine.close());
    // What a run that broke had under way may come later than its end.
    ends.defer(() => removeProject(engine, project));
    await takeDown();
  };
  const tell = (event: Event) => ingredients.onEvent?.(event, folder);
  const result = await run(engine, first, ingredients.policy, tell).catch(async (error: unknown) => {
    await dispose();
    throw error;
  });
  return {
    project,
    folder,
    docker,
    api: apiVersion,
    ...result,
    unit: (name, index = 1) => unitOn(engine, docker, project, name, index),
    again: async (next = text, policy = {}) => {
      await writeAll(folder, { 'compose.yaml': next });
      last = await load(folder, project, ingredients);
      return await run(engine, last, { ...ingredients.policy, ...policy });
    },
    takeDown,
    [Symbol.asyncDispose]: dispose,
  };
}
