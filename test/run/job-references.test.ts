import { expect, test } from 'vitest';
import { loadManifest } from '../../src/manifest/load.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { type FakeEngine, startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { engineOf, planOf, playToEnd } from './support/stage-play.ts';

const writing = (outputs: object): string =>
  JSON.stringify(['sh', '-c', `echo '${JSON.stringify(outputs)}' > /devstack-output/outputs.json`]);

const stack = (written: object) => `
stages: [all]
jobs:
  seed: { stage: all, image: "busybox:1.36", command: ${writing(written)} }
services:
  api:
    stage: all
    image: busybox:1.36
    command: [sleep, infinity]
    environment: { URL: "http://\${jobs.seed.outputs.token}@db" }
  other: { stage: all, image: "busybox:1.36", command: [sleep, infinity] }
`;

const environmentOf = (fake: FakeEngine, name: string): readonly string[] =>
  [...fake.state.containers.values()].find((container) => container.name === name)?.body.Env ?? [];

test('a unit of the same stage starts with the output that it refers to', async () => {
  await using fake = await startFakeEngine();
  const { outcome } = await playToEnd(engineOf(fake), await planOf(stack({ token: { value: 't0k3n' } })));
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  expect(environmentOf(fake, 'play-api-1')).toContain('URL=http://t0k3n@db');
  expect(environmentOf(fake, 'play-other-1')).toEqual([]);
});

test('a reference to what the job did not write is a failure that names both', async () => {
  await using fake = await startFakeEngine();
  const { outcome } = await playToEnd(engineOf(fake), await planOf(stack({ tocken: { value: 't0k3n' } })));
  const message = 'service "api" needs the output "TOKEN" of job "seed" for "URL", and the job has not written it';
  const hint = 'see what it has written: devstack job outputs seed';
  expect(outcome).toMatchObject({ failures: [{ failure: { code: 'outputs-missing', message, hint } }] });
});

test('one name from two jobs that had not promised it is a failure that names both', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
jobs:
  mint: { image: "busybox:1.36", command: ${writing({ KEY: { value: '1' } })} }
  seed: { image: "busybox:1.36", command: ${writing({ KEY: { value: '2' } })} }
services:
  api: { image: "busybox:1.36", command: [sleep, infinity], depends_on: [mint, seed] }
`);
  const { outcome } = await playToEnd(engineOf(fake), plan);
  const message = 'service "api" gets "KEY" from the jobs "mint" and "seed"';
  expect(outcome).toMatchObject({ failures: [{ failure: { code: 'outputs-collision', message } }] });
});

test('a unit that is brought up alone keeps the outputs of the jobs that are left out', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const plan = await planOf(stack({ token: { value: 't0k3n' } }));
  await playToEnd(engine, plan);
  const { manifest } = await loadManifest({ cwd: plan.folder, environment: {} }, AbortSignal.timeout(10_000));
  const alone = manifest && makePlan(manifest, { units: ['api'], alone: true }).plan;
  if (alone === undefined) throw new Error('there is no plan');
  const { outcome, events } = await playToEnd(engine, alone, { unitNames: new Set(plan.units.keys()) });
  expect(outcome).toEqual({ kind: 'ready', changed: false });
  expect(events.map(({ type }) => type)).not.toContain('unit.created');
});

test('an alias of what the job did not write is told, and the unit starts without it', async () => {
  await using fake = await startFakeEngine();
  const aliased = 'aliases: { MINE: TOKEN }\n    depends_on: [seed]';
  const plan = await planOf(stack({ tocken: { value: 't0k3n' } }).replace(/environment: .*/, aliased));
  const { outcome, events } = await playToEnd(engineOf(fake), plan);
  expect(outcome).toMatchObject({ kind: 'ready' });
  const message = '"MINE" of service "api" stands for "TOKEN", which nothing has given it';
  expect(events).toContainEqual(expect.objectContaining({ type: 'warning', message }));
});
