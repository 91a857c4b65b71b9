import { expect, test } from 'vitest';
import { planOfJob } from '../../../src/plan/plan-of-job.ts';
import { planDocument, planIn } from '../../../src/run/lifecycle/plan-document.ts';
import { planOf } from '../support/stage-play.ts';

const stack = `
environment: { span: all }
services:
  cache: { image: "busybox:1.36" }
  db: { image: "busybox:1.36", labels: { span: mine }, ready: { log: "up$$" }, volumes: [data:/data] }
  proxy: { image: "busybox:1.36", depends_on: [db], environment: { URL: "x\${jobs.account.outputs.id}" } }
jobs:
  account: { image: "busybox:1.36", depends_on: [cache], outputs: [ID] }
  bucket:
    image: busybox:1.36
    depends_on: [proxy, account]
    aliases: { OWNER: ID }
    lifecycle: { delete: { command: drop, retries: 2 } }
volumes: { data: }
`;

async function remembered() {
  const plan = await planOf(stack);
  const job = plan.units.get('bucket');
  if (job?.kind !== 'job') throw new Error('there is no job');
  return planOfJob(plan, job, { outputs: new Map([['account', new Map([['ID', '7']])]]), environmentId: 'e' });
}

test('what is remembered of a job is the job and all services that it needs, over other jobs as well', async () => {
  expect([...(await remembered()).units.keys()].toSorted()).toEqual(['bucket', 'cache', 'db', 'proxy']);
});

test('what jobs have passed on stands in the environments, and no job is needed for them', async () => {
  const { units } = await remembered();
  expect(units.get('proxy')?.unit.environment.get('URL')).toBe('x7');
  expect(units.get('bucket')?.unit.environment).toEqual(
    new Map([
      ['span', 'all'],
      ['OWNER', '7'],
      ['ID', '7'],
      ['DEVSTACK_OUTPUT_ACCOUNT_ID', '7'],
      ['DEVSTACK_OUTPUT', '/devstack-output/outputs.json'],
    ]),
  );
  expect(units.get('proxy')?.needs.map(({ unit }) => unit)).toEqual(['db']);
});

test('it comes out of its document as it went in, but for places in files', async () => {
  const plan = await remembered();
  const document: unknown = JSON.parse(JSON.stringify(planDocument(plan)));
  expect(JSON.stringify(document)).not.toContain('devstack.yaml:');
  const back = planIn(document);
  expect(planDocument(back)).toEqual(document);
  expect(back.units.get('db')?.unit.container.labels).toEqual({ span: 'mine' });
  expect(back.units.get('bucket')).toMatchObject({
    unit: { lifecycle: { delete: { command: ['drop'], retries: 2 } } },
  });
});
