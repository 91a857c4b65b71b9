import { expect, test } from 'vitest';
import { outputTrouble } from '../../../src/plan/environment-of.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { shortId } from '../../../src/plan/parity/stable-id.ts';
import { specOf } from '../../../src/plan/spec-of.ts';
import { job, manifestOf, service } from '../manifest-builder.ts';
import { planOf, unitOfPlan } from '../plan-of.ts';

const outputs = new Map([
  [
    'mint',
    new Map([
      ['KEY', 'mint'],
      ['ONLY', '1'],
    ]),
  ],
  ['seed', new Map([['KEY', 'seed']])],
  ['late', new Map([['LATE', 'x']])],
]);
const input = { outputs, environmentId: 'e-1', probePorts: [] };

const pipeline = (needs: readonly string[] = [], aliases: Readonly<Record<string, string>> = {}) =>
  manifestOf({
    stages: ['one', 'two'],
    isPipeline: true,
    units: [
      job('mint', { stage: 'one' }),
      job('seed', { stage: 'one' }),
      job('late', { stage: 'two' }),
      service('api', { stage: 'two', needs, aliases }),
    ],
  });

function environmentOfApi(...given: Parameters<typeof pipeline>): Record<string, string> {
  const plan = planOf(pipeline(...given));
  return Object.fromEntries(specOf(plan, unitOfPlan(plan, 'api'), 1, input).environment);
}

test('a unit gets the outputs of all jobs of earlier stages, under the names of the pipeline too', () => {
  expect(environmentOfApi()).toMatchObject({
    ONLY: '1',
    DEVSTACK_OUTPUT_MINT_KEY: 'mint',
    DEVSTACK_OUTPUT_SEED_KEY: 'seed',
    [`QOVERY_OUTPUT_JOB_${shortId('mint')}_ONLY`]: '1',
    [`QOVERY_OUTPUT_JOB_${shortId('seed')}_KEY`]: 'seed',
    QOVERY_ENVIRONMENT_ID: 'e-1',
    QOVERY_ENVIRONMENT_NAME: 'shop',
  });
  expect(environmentOfApi()).not.toHaveProperty('LATE');
});

test('a bare name that several jobs give unasked means none of them, and the one that the unit names', () => {
  expect(environmentOfApi()).not.toHaveProperty('KEY');
  expect(environmentOfApi(['mint'])).toMatchObject({ KEY: 'mint' });
  const plan = planOf(pipeline(['mint']));
  expect(outputTrouble(unitOfPlan(plan, 'api'), outputs)).toBeUndefined();
});

test('an alias may name what the pipeline sets, and what a job passes on under the name of the pipeline', () => {
  const aliases = {
    TF_VAR_qovery_environment_id: 'QOVERY_ENVIRONMENT_ID',
    URL: `QOVERY_OUTPUT_JOB_${shortId('mint')}_ONLY`,
  };
  expect(environmentOfApi([], aliases)).toMatchObject({ TF_VAR_qovery_environment_id: 'e-1', URL: '1' });
});

test('jobs of the same stage are not waited for', () => {
  const { needs, outputsFrom } = unitOfPlan(planOf(pipeline()), 'api');
  expect([needs, outputsFrom]).toEqual([[], ['mint', 'seed']]);
});

test('without parity nothing of it is there', () => {
  const plan = makePlan({ ...pipeline(['mint']), parity: { kind: 'none' } }, {}).plan;
  const names = plan === undefined ? [] : [...specOf(plan, unitOfPlan(plan, 'api'), 1, input).environment.keys()];
  expect(names.toSorted()).toEqual(['DEVSTACK_OUTPUT_MINT_KEY', 'DEVSTACK_OUTPUT_MINT_ONLY', 'KEY', 'ONLY']);
});
