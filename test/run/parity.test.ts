import { expect, test } from 'vitest';
import { type FakeEngine, startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { engineOf, planOf, playToEnd } from './support/stage-play.ts';

const stack = `
parity: qovery
stages: [prepare, run]
jobs:
  tf:
    stage: prepare
    image: busybox:1.36
    command: [sh, -c, 'echo {"url":{"sensitive":true,"type":"string","value":"db-for-$$TF_VAR_qovery_environment_id"}} > /qovery-output/qovery-output.json']
    aliases: { TF_VAR_qovery_environment_id: QOVERY_ENVIRONMENT_ID }
services:
  api: { stage: run, image: "busybox:1.36", command: [sleep, infinity], aliases: { DATABASE_URL: URL } }
`;

function environmentOf(fake: FakeEngine, name: string): ReadonlyMap<string, string> {
  const { Env = [] } = [...fake.state.containers.values()].find((container) => container.name === name)?.body ?? {};
  return new Map(Env.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
}

test('a job of a pipeline runs as it is, and what it writes reaches the next stage under an alias', async () => {
  await using fake = await startFakeEngine();
  const { outcome } = await playToEnd(engineOf(fake), await planOf(stack));
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  const environment = environmentOf(fake, 'play-api-1');
  expect(environment.get('DATABASE_URL')).toBe(`db-for-${environment.get('QOVERY_ENVIRONMENT_ID')}`);
});

test('the id of the environment stays the same from run to run, and a clone has its own', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(stack));
  const first = environmentOf(fake, 'play-api-1').get('QOVERY_ENVIRONMENT_ID');
  expect((await playToEnd(engine, await planOf(stack))).outcome).toEqual({ kind: 'ready', changed: false });
  await playToEnd(engine, await planOf(stack, 'clone'));
  const clone = environmentOf(fake, 'clone-api-1').get('QOVERY_ENVIRONMENT_ID');
  expect(clone).toMatch(/^[0-9a-f-]{36}$/);
  expect(clone).not.toBe(first);
});
