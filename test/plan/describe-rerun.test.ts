import { expect, test } from 'vitest';
import type { Mount } from '../../src/manifest/model.ts';
import { describeMemory } from '../../src/plan/describe-rerun.ts';
import { job, manifestOf, service } from './manifest-builder.ts';
import { planOf, unitOfPlan } from './plan-of.ts';

const span = { source: { path: '', text: '', folder: '/' }, start: 0, end: 0 };
const sql: Mount = { type: 'bind', source: '/shop/sql', target: '/sql', readOnly: true, create: false, span };

test.each<[string, Parameters<typeof job>[1], readonly string[]]>([
  [
    'that is skipped while nothing changes',
    { state: [] },
    ['runs again when its image, command or environment changed'],
  ],
  [
    'with inputs and data',
    { needs: ['db'], mounts: [sql], inputs: ['/shop/sql/*.sql'] },
    ['runs again when its image, command, environment or inputs (sql/*.sql) changed, or the data of db is new'],
  ],
  ['that runs once', { run: 'once' }, ['runs once']],
  ['that runs once for data', { run: 'once', needs: ['db'] }, ['runs once, and again when the data of db is new']],
  ['that runs every time', { run: 'always', needs: ['db'] }, ['runs every time']],
  [
    'with a mount that no inputs cover',
    { mounts: [sql], inputs: ['/shop/*.txt'] },
    ['runs every time: "inputs" does not name what it mounts from /shop/sql'],
  ],
])('the plan says when a job runs again %s', (_, extra, lines) => {
  const plan = planOf(manifestOf({ units: [service('db'), job('work', extra)] }));
  const planned = unitOfPlan(plan, 'work');
  expect(planned.kind === 'job' && describeMemory(plan, planned)).toEqual(lines);
});

test('the plan says beside which other jobs of it one never runs', () => {
  const units = [service('db'), ...['a', 'b', 'c'].map((name) => job(name, { run: 'always', needs: ['db'] }))];
  const plan = planOf(manifestOf({ units }), { units: ['a', 'b'] });
  const planned = unitOfPlan(plan, 'a');
  expect(planned.kind === 'job' && describeMemory(plan, planned)).toEqual([
    'runs every time',
    'never beside b: they work on the same data',
  ]);
});
