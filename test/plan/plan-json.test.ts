import { expect, test } from 'vitest';
import { planJson } from '../../src/plan/plan-json.ts';
import { reconcile } from '../../src/plan/reconcile.ts';
import { observedOf } from './container-builder.ts';
import { planOf } from './plan-of.ts';
import { shop } from './shop.ts';

const plan = planOf(shop, { units: ['api'] });

test('a plan as data has stages, units in order, and what each waits for', () => {
  const { project, file, stages } = planJson(plan, undefined);
  expect({ project, file }).toEqual({ project: 'shop', file: 'devstack.yaml' });
  expect(stages.map(({ name, units }) => [name, ...units.map((unit) => unit.name)])).toEqual([
    ['data', 'db', 'cache'],
    ['prepare', 'migrate', 'seed'],
    ['backend', 'api'],
    ['edge'],
  ]);
  expect(stages[2]?.units[0]).toEqual({
    name: 'api',
    kind: 'service',
    title: 'Shop API',
    image: 'api:1',
    needs: [
      { unit: 'db', condition: 'ready', required: true, restart: false },
      { unit: 'cache', condition: 'started', required: true, restart: false },
      { unit: 'seed', condition: 'completed', required: true, restart: false },
    ],
    outputsFrom: ['seed'],
    readiness: {
      probe: 'http',
      port: 3000,
      description: 'GET :3000/healthz answers 2xx',
      origin: 'ready',
      within: 120_000,
    },
    ports: [],
  });
});

test('a job has its limit and the names of its outputs', () => {
  const [migrate, seed] = planJson(plan, undefined).stages[1]?.units ?? [];
  expect(migrate).toMatchObject({ kind: 'job', timeout: 300_000, outputs: [] });
  expect(seed).toMatchObject({ kind: 'job', outputs: ['TOKEN'] });
});

test('a published port is told without its place in the file', () => {
  expect(planJson(plan, undefined).stages[0]?.units[0]?.ports).toEqual([
    { container: 5432, host: 5432, address: '127.0.0.1', protocol: 'tcp' },
  ]);
});

test('steps are there when the engine was asked, each with its cause', () => {
  const { actions } = reconcile(plan, observedOf(), {
    manifestUnits: shop.units,
    wanted: () => ({ config: {} }),
    imageIdOf: () => undefined,
  });
  expect(planJson(plan, actions).stages[0]?.units[0]?.steps).toEqual([
    { instance: 'db#1', action: 'create', cause: 'no container yet' },
  ]);
});

test('no value of the environment is in it', () => {
  expect(JSON.stringify(planJson(plan, undefined))).not.toContain('hunter2');
});
