import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '../../../src/core/event.ts';
import { unitOf } from '../../../src/core/unit-state.ts';
import { dockerEngine } from '../../../src/engine/docker/docker-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { loadManifest } from '../../../src/manifest/load.ts';
import type { Manifest } from '../../../src/manifest/model.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { systemClock } from '../../../src/run/system-clock.ts';
import { type UpOptions, type UpRun, up } from '../../../src/run/up.ts';
import { usualPolicy } from '../../../src/run/up-policy.ts';
import type { FakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { ownProcess } from '../../support/test-host.ts';

/** Engines that tests opened, closed when their test ends. */
export const engineOf = (fake: FakeEngine): Engine => dockerEngine(fake.host);

/** The plan of a manifest text. */
export const planOf = async (text: string, project?: string): Promise<Plan> => (await stackOf(text, project)).plan;

/** A manifest text as it is understood, and its plan. */
export async function stackOf(text: string, project = 'play'): Promise<{ manifest: Manifest; plan: Plan }> {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-run-'));
  await writeFile(join(folder, 'devstack.yaml'), `name: ${project}\n${text}`);
  const { manifest, problems } = await loadManifest({ cwd: folder, environment: {} }, AbortSignal.timeout(10_000));
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  const plan = manifest && makePlan(manifest, {}).plan;
  if (manifest === undefined || plan === undefined || errors.length > 0)
    throw new Error(errors.join('\n') || 'no plan');
  return { manifest, plan };
}

/** A run with all that it told, and a way to wait for what it is going to tell. */
export interface Play {
  readonly run: UpRun;
  readonly events: readonly Event[];
  /** Resolves with the first event of this type, about this unit where one is named, now or later. */
  saw(type: Event['type'], unit?: string): Promise<Event>;
  /** units in the order in which events of this type told of them */
  order(type: Event['type']): readonly string[];
}

/** Begins an `up` whose events are kept. */
export function play(engine: Engine, plan: Plan, options: Partial<UpOptions> = {}): Play {
  const events: Event[] = [];
  const waiting = new Set<(event: Event) => void>();
  const run = up({
    engine,
    clock: systemClock,
    holder: { command: 'up', host: 'laptop', process: ownProcess, since: Date.now() },
    observer: (event) => {
      events.push(event);
      for (const tell of waiting) tell(event);
    },
    plan,
    unitNames: new Set(plan.units.keys()),
    stay: 'no',
    followLogs: () => false,
    policy: usualPolicy,
    ...options,
  });
  const isAbout = (event: Event, type: string, unit?: string) =>
    event.type === type && (unit === undefined || ('instance' in event && unitOf(event.instance) === unit));
  return {
    run,
    events,
    saw: (type, unit) =>
      new Promise((resolve, reject) => {
        const found = events.find((event) => isAbout(event, type, unit));
        if (found !== undefined) return resolve(found);
        waiting.add((event) => {
          if (isAbout(event, type, unit)) resolve(event);
        });
        const ended = () => reject(new Error(`ended without ${type} of ${unit ?? 'any'}: ${JSON.stringify(events)}`));
        run.done.then(ended, reject);
      }),
    order: (type) =>
      events.flatMap((event) => (event.type === type && 'instance' in event ? [unitOf(event.instance)] : [])),
  };
}

/** Asks an engine for something a few times: time enough for what a run would do if it were not held up. */
export async function timeEnough(engine: Engine): Promise<void> {
  for (let calls = 0; calls < 5; calls++) await engine.image('busybox:1.36', AbortSignal.timeout(10_000));
}

/** Runs an `up` to its end. */
export async function playToEnd(engine: Engine, plan: Plan, options: Partial<UpOptions> = {}) {
  const started = play(engine, plan, options);
  return { ...started, outcome: await started.run.done };
}
