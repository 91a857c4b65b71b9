import { describe, expect, test } from 'vitest';
import { instanceId } from '../../src/core/unit-state.ts';
import { job, manifestOf, service } from './manifest-builder.ts';
import { planOf, unitOfPlan } from './plan-of.ts';

const units = [
  service('db'),
  service('api', { needs: ['db', 'tracing?'] }),
  service('tracing', { profiles: ['debug'] }),
  service('shell', { profiles: ['tools'], needs: ['db'] }),
  service('docs', { skip: true }),
  job('report', { profiles: ['tools'], needs: ['api'] }),
];

const namesOf = (plan: ReturnType<typeof planOf>) => [...plan.units.keys()].toSorted();

describe('profiles', () => {
  test('units in a profile are left out until it is asked for', () => {
    expect(namesOf(planOf(manifestOf({ units })))).toEqual(['api', 'db']);
    expect(namesOf(planOf(manifestOf({ units, profiles: ['debug'] })))).toEqual(['api', 'db', 'tracing']);
    expect(namesOf(planOf(manifestOf({ units, profiles: ['*'] })))).toEqual([
      'api',
      'db',
      'report',
      'shell',
      'tracing',
    ]);
  });

  test('naming a unit asks for its profile, and brings what it needs', () => {
    expect(namesOf(planOf(manifestOf({ units }), { units: ['shell'] }))).toEqual(['db', 'shell']);
  });

  test('an optional dependency in an inactive profile is no dependency', () => {
    const plan = planOf(manifestOf({ units }));
    expect(unitOfPlan(plan, 'api').needs.map(({ unit }) => unit)).toEqual(['db']);
  });
});

test('a unit that is skipped is brought up only by name', () => {
  expect(namesOf(planOf(manifestOf({ units })))).not.toContain('docs');
  expect(namesOf(planOf(manifestOf({ units }), { units: ['docs'] }))).toEqual(['docs']);
});

test('a job with a schedule is brought up only by name, also where something could wait for it', () => {
  const scheduled = [service('api', { needs: ['report?'] }), job('report', { schedule: '0 3 * * *' })];
  expect(namesOf(planOf(manifestOf({ units: scheduled })))).toEqual(['api']);
  expect(namesOf(planOf(manifestOf({ units: scheduled }), { units: ['report'] }))).toEqual(['report']);
});

test('a unit alone is brought up without what it needs', () => {
  const plan = planOf(manifestOf({ units }), { units: ['api'], alone: true });
  expect(namesOf(plan)).toEqual(['api']);
  expect(unitOfPlan(plan, 'api').needs).toEqual([]);
});

test('a scale that is asked for counts more than that of the manifest', () => {
  const manifest = manifestOf({ units: [service('api', { replicas: 2 }), job('seed', { replicas: 2 })] });
  const plan = planOf(manifest, { scale: new Map([['api', 3]]) });
  expect(unitOfPlan(plan, 'api').instances).toEqual([1, 2, 3].map((index) => instanceId('api', index)));
  expect(unitOfPlan(plan, 'seed').instances).toEqual([instanceId('seed')]);
  expect(() => planOf(manifest, { scale: new Map([['ap', 3]]) })).toThrow('devstack.yaml has no unit "ap"');
});

test('a unit that everyone can do without is optional, one that is needed is not', () => {
  const plan = planOf(manifestOf({ units, profiles: ['debug'] }));
  expect(unitOfPlan(plan, 'tracing').optional).toBe(true);
  expect(unitOfPlan(plan, 'db').optional).toBe(false);
  expect(unitOfPlan(plan, 'api').optional).toBe(false);
});
