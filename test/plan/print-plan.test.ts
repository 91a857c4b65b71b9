import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { printPlan } from '../../src/plan/print-plan.ts';
import { reconcile } from '../../src/plan/reconcile.ts';
import { container, observedOf } from './container-builder.ts';
import { job, manifestOf, service } from './manifest-builder.ts';
import { planOf } from './plan-of.ts';
import { shop } from './shop.ts';

const plain = { color: false };

const stepsOf = (plan: ReturnType<typeof planOf>) =>
  reconcile(plan, observedOf(container('db'), container('cache', { imageId: 'sha256:older' })), {
    manifestUnits: shop.units,
    wanted: () => ({ config: {} }),
    imageIdOf: () => 'sha256:present',
  }).actions;

test('a plan that asked no engine says what each unit waits for, and when it is ready', () => {
  expect(printPlan(planOf(shop), undefined, plain)).toMatchInlineSnapshot(`
    "shop: 6 units in 4 stages (devstack.yaml)

    stage 1 data
      1. db       service  at once
                           healthcheck: "pg_isready -h 127.0.0.1 \\ -U shop -d shop"
                           exits 0, within 2m00s
                           ports 127.0.0.1:5432→5432
      2. cache    service  at once
                           ready: :6379 accepts connections, within 2m00s

    stage 2 prepare  when stage 1 is through
      3. migrate  job      after db (ready)
                           done when it exits 0, within 5m00s
                           runs again when its image, command or environment
                           changed, or the data of db is new
      4. seed     job      after migrate (completed)
                           done when it exits 0
                           runs again when its image, command or environment
                           changed, or the data of db is new

    stage 3 backend  when stage 2 is through
      5. api      service  after db (ready), cache (started), seed (completed)
                           ready: GET :3000/healthz answers 2xx, within 2m00s
                           gets TOKEN from seed

    stage 4 edge  when stage 3 is through
      6. web      service  when its stage starts
                           ready: GET :8080/healthz answers 2xx, within 2m00s
                           ports 127.0.0.1:80→8080
    "
  `);
});

test('a plan that knows the engine says what is done and why', () => {
  const plan = planOf(shop, { through: 'prepare' });
  expect(printPlan(plan, stepsOf(plan), plain)).toMatchInlineSnapshot(`
    "shop: 4 units in 4 stages (devstack.yaml)

    stage 1 data
      1. db       service  at once — keep: unchanged
                           healthcheck: "pg_isready -h 127.0.0.1 \\ -U shop -d shop"
                           exits 0, within 2m00s
                           ports 127.0.0.1:5432→5432
      2. cache    service  at once — recreate: image changed
                           ready: :6379 accepts connections, within 2m00s

    stage 2 prepare  when stage 1 is through
      3. migrate  job      after db (ready) — run: skipped if nothing changed since
                           it last ran
                           done when it exits 0, within 5m00s
                           runs again when its image, command or environment
                           changed, or the data of db is new
      4. seed     job      after migrate (completed) — run: skipped if nothing
                           changed since it last ran
                           done when it exits 0
                           runs again when its image, command or environment
                           changed, or the data of db is new

    stage 3 backend  skipped: none of its units is in this run

    stage 4 edge  skipped: none of its units is in this run
    "
  `);
});

test('a plan without stages has no headings', () => {
  const manifest = manifestOf({ units: [service('web', { needs: ['db:started'] }), service('db')] });
  expect(printPlan(planOf(manifest), undefined, plain)).toMatchInlineSnapshot(`
    "shop: 2 units (devstack.yaml)

      1. db   service  at once
                       ready when it runs; a healthcheck of its image counts too
      2. web  service  after db (started)
                       ready when it runs; a healthcheck of its image counts too
    "
  `);
});

test('a long name has a line for itself and does not push the others', () => {
  const manifest = manifestOf({ units: [service('a-unit-whose-name-goes-on-and-on'), service('db')] });
  expect(printPlan(planOf(manifest), undefined, plain)).toMatchInlineSnapshot(`
    "shop: 2 units (devstack.yaml)

      1. a-unit-whose-name-goes-on-and-on  service
                      at once
                      ready when it runs; a healthcheck of its image counts too
      2. db  service  at once
                      ready when it runs; a healthcheck of its image counts too
    "
  `);
});

test('no line is wider than a terminal of 80 columns', () => {
  const plan = planOf(shop);
  for (const line of printPlan(plan, stepsOf(plan), plain).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('colour changes no text', () => {
  const plan = planOf(shop);
  const coloured = printPlan(plan, stepsOf(plan), { color: true });
  expect(coloured).toContain('\u001b[');
  expect(stripVTControlCharacters(coloured)).toBe(printPlan(plan, stepsOf(plan), plain));
});

test('no value of the environment is printed', () => {
  expect(printPlan(planOf(shop), undefined, plain)).not.toContain('hunter2');
});

test('a plan says at which other events a job runs', () => {
  const stop = { command: ['halt'], timeout: 60_000, retries: 0, allowFailure: true };
  const lifecycle = { stop, delete: { ...stop, retries: 2, allowFailure: false } };
  const printed = printPlan(planOf(manifestOf({ units: [job('bucket', { lifecycle })] })), undefined, plain);
  expect(printed).toContain('its stop event runs on stop and down, within 1m00s, and\n');
  expect(printed).toContain('its delete event runs on down -v, within 1m00s, in 3\n');
});
