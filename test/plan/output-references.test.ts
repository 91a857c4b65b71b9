import { expect, test } from 'vitest';
import { outputTrouble } from '../../src/plan/environment-of.ts';
import { specOf } from '../../src/plan/spec-of.ts';
import { job, manifestOf, service } from './manifest-builder.ts';
import { planOf, unitOfPlan } from './plan-of.ts';

const span = { source: { path: '', text: '', folder: '/' }, start: 0, end: 0 };
const reference = (variable: string, name: string, output: string) => ({ variable, job: name, output, span });

const referring = service('api', {
  environment: { URL: 'http://${jobs.seed.outputs.token}@${jobs.seed.outputs.HOST}', PLAIN: '${jobs' },
  references: [reference('URL', 'seed', 'TOKEN'), reference('URL', 'seed', 'HOST')],
});

const outputs = (values: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
  new Map(Object.entries(values).map(([name, entries]) => [name, new Map(Object.entries(entries))]));

test('a reference makes its unit wait for the job, in the same stage too', () => {
  const staged = { stage: 'one' };
  const units = [service('web', { ...staged, references: [reference('A', 'seed', 'A')] }), job('seed', staged)];
  const plan = planOf(manifestOf({ stages: ['one'], units }));
  expect([...plan.units.keys()]).toEqual(['seed', 'web']);
  expect(unitOfPlan(plan, 'web')).toMatchObject({
    needs: [{ unit: 'seed', condition: 'completed' }],
    outputsFrom: ['seed'],
  });
});

test('a job that is only to be started is waited for until it is completed where its output is referred to', () => {
  const units = [service('web', { needs: ['seed:started'], references: [reference('A', 'seed', 'A')] }), job('seed')];
  expect(unitOfPlan(planOf(manifestOf({ units })), 'web').needs).toMatchObject([{ condition: 'completed' }]);
});

test('values take the places of all references in a variable', () => {
  const plan = planOf(manifestOf({ units: [referring, job('seed')] }));
  const input = { outputs: outputs({ seed: { TOKEN: 'a$&b', HOST: 'db' } }), environmentId: '', probePorts: [] };
  expect(Object.fromEntries(specOf(plan, unitOfPlan(plan, 'api'), 1, input).environment)).toMatchObject({
    URL: 'http://a$&b@db',
    PLAIN: '${jobs',
    TOKEN: 'a$&b',
    DEVSTACK_OUTPUT_SEED_HOST: 'db',
  });
});

test('an output that is referred to and was not written is trouble', () => {
  const plan = planOf(manifestOf({ units: [referring, job('seed')] }));
  const api = unitOfPlan(plan, 'api');
  expect(outputTrouble(api, outputs({ seed: { TOKEN: 'a' } }))).toEqual({
    kind: 'missing',
    job: 'seed',
    output: 'HOST',
    variable: 'URL',
  });
  expect(outputTrouble(api, outputs({ seed: { TOKEN: 'a', HOST: 'b' } }))).toBeUndefined();
});

test.each([
  ['is trouble', {}, { kind: 'collision', variable: 'KEY', jobs: ['mint', 'seed'] }],
  ['is settled by a variable of its own', { environment: { KEY: 'own' } }, undefined],
  ['is settled by an alias', { aliases: { KEY: 'DEVSTACK_OUTPUT_SEED_KEY' } }, undefined],
])('one name that two jobs write into a unit without having promised it %s', (_, more, trouble) => {
  const units = [service('api', { needs: ['mint', 'seed'], ...more }), job('mint'), job('seed')];
  const api = unitOfPlan(planOf(manifestOf({ units })), 'api');
  expect(outputTrouble(api, outputs({ mint: { KEY: '1' }, seed: { KEY: '2' } }))).toEqual(trouble);
});
