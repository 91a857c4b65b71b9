import { expect, test } from 'vitest';
import { makePlan } from '../../src/plan/make-plan.ts';
import { job, manifestOf, service } from './manifest-builder.ts';
import { planOf, unitOfPlan } from './plan-of.ts';

const shop = manifestOf({
  stages: ['data', 'prepare', 'backend', 'edge'],
  units: [
    service('web', { stage: 'edge', needs: ['api'] }),
    service('api', { stage: 'backend', needs: ['cache:started', 'seed'] }),
    service('db', {
      stage: 'data',
      mounts: [{ type: 'volume', volume: 'db-data', target: '/data', readOnly: false, span: volumeSpan() }],
    }),
    service('cache', { stage: 'data' }),
    job('seed', { stage: 'prepare', needs: ['migrate'], outputs: ['TOKEN'] }),
    job('migrate', { stage: 'prepare', needs: ['db'] }),
  ],
  volumes: ['db-data', 'unused'],
});

function volumeSpan() {
  return { source: { path: 'devstack.yaml', text: '', folder: '/' }, start: 0, end: 0 };
}

const stagesOf = (plan: ReturnType<typeof planOf>) => plan.stages.map((stage) => stage.units.join(' '));

test('stages come in their order, and within each a unit comes after what it needs', () => {
  expect(stagesOf(planOf(shop))).toEqual(['db cache', 'migrate seed', 'api', 'web']);
  expect([...planOf(shop).units.keys()]).toEqual(['db', 'cache', 'migrate', 'seed', 'api', 'web']);
});

test('a manifest without stages has a single nameless one, in the order of the file where nothing else decides', () => {
  const plan = planOf(manifestOf({ units: [service('c'), service('a', { needs: ['b'] }), service('b')] }));
  expect(plan.stages).toEqual([{ name: '', index: 0, units: ['c', 'b', 'a'] }]);
});

test.each([
  { units: ['seed'], expected: ['db', 'migrate seed', '', ''] },
  { units: ['cache'], expected: ['cache', '', '', ''] },
  { units: ['api', 'cache'], expected: ['db cache', 'migrate seed', 'api', ''] },
  { through: 'prepare', expected: ['db cache', 'migrate seed', '', ''] },
  { units: ['web'], through: 'data', expected: ['db cache', '', '', ''] },
  { units: [], expected: ['db cache', 'migrate seed', 'api', 'web'] },
])('selecting $units through $through takes these and what they need', ({ expected, ...selection }) => {
  expect(stagesOf(planOf(shop, selection))).toEqual(expected);
});

test.each([
  { units: ['apo'], message: 'devstack.yaml has no unit "apo"', hint: 'did you mean "api"?' },
  {
    units: ['x-ray-machine'],
    message: 'devstack.yaml has no unit "x-ray-machine"',
    hint: 'it has web, api, db, cache, seed, migrate',
  },
  { through: 'prepar', message: 'devstack.yaml has no stage "prepar"', hint: 'did you mean "prepare"?' },
  { from: 'bakend', message: 'devstack.yaml has no stage "bakend"', hint: 'did you mean "backend"?' },
])('a selection of what is not there is an error of usage: $message', ({ message, hint, ...selection }) => {
  expect(() => makePlan(shop, selection)).toThrow(
    expect.objectContaining({ failure: { code: 'unknown-unit', family: 'usage', message, hint } }),
  );
});

test('a plan that begins after its end is an error of usage', () => {
  const message = 'stage "backend" comes after stage "data", so that there is nothing from one through the other';
  const hint = 'the order is data, prepare, backend, edge';
  expect(() => makePlan(shop, { from: 'backend', through: 'data' })).toThrow(
    expect.objectContaining({ failure: { code: 'usage', family: 'usage', message, hint } }),
  );
});

test('a unit knows what it needs, who needs it and whose outputs it gets', () => {
  const plan = planOf(shop);
  expect(unitOfPlan(plan, 'api')).toMatchObject({
    stage: 2,
    instances: ['api#1'],
    needs: [
      { unit: 'cache', condition: 'started' },
      { unit: 'seed', condition: 'completed' },
    ],
    dependents: ['web'],
    outputsFrom: ['seed'],
  });
});

test('dependents that are not selected are not there', () => {
  expect(unitOfPlan(planOf(shop, { units: ['api'] }), 'api').dependents).toEqual([]);
});

test('only volumes that a selected unit mounts are part of the plan', () => {
  expect(planOf(shop).volumes.map((volume) => volume.name)).toEqual(['shop_db-data']);
  expect(planOf(shop, { units: ['cache'] }).volumes).toEqual([]);
});

test.each([
  { name: 'someone waits until it is ready', units: [service('db'), service('api', { needs: ['db'] })], awaited: true },
  {
    name: 'someone waits until it started',
    units: [service('db'), service('api', { needs: ['db:started'] })],
    awaited: false,
  },
  { name: 'nobody waits', units: [service('db'), service('api')], awaited: false },
])('a service is awaited: $name → $awaited', ({ units, awaited }) => {
  expect(unitOfPlan(planOf(manifestOf({ units })), 'db')).toMatchObject({ awaited });
});

test('a service of an earlier stage is awaited by the stages after it, but not the last', () => {
  const plan = planOf(shop, { units: ['api', 'cache'] });
  expect(unitOfPlan(plan, 'cache')).toMatchObject({ awaited: true });
  expect(unitOfPlan(plan, 'api')).toMatchObject({ awaited: false });
});

test('the state of a job is that of all services that it depends on, through other jobs too', () => {
  expect(unitOfPlan(planOf(shop), 'seed')).toMatchObject({ stateServices: [{ name: 'db' }] });
});

test('the state of a job is what it says, selected or not, and needs nothing of it to be there', () => {
  const units = [service('db'), service('cache'), job('seed', { needs: ['db'], state: ['cache'] })];
  const plan = planOf(manifestOf({ units }), { units: ['seed'] });
  expect([...plan.units.keys()]).toEqual(['db', 'seed']);
  expect(unitOfPlan(plan, 'seed')).toMatchObject({ stateServices: [{ name: 'cache' }], ownState: [] });
});
