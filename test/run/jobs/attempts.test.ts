import { expect, test } from 'vitest';
import type { Event } from '../../../src/core/event.ts';
import { pauseAfter } from '../../../src/run/jobs/attempts.ts';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { leapClock } from '../support/leap-clock.ts';
import { containerOf } from '../support/stack.ts';
import { engineOf, planOf, play, playToEnd } from '../support/stage-play.ts';

const failing = (more: string) => `
jobs:
  migrate: { image: "busybox:1.36", command: [sh, -c, "echo no; exit 3"], ${more} }
`;

const lasting = (more: string) => failing(more).replace('exit 3', 'sleep infinity');

/** Fails the first time, since it reads what only the second one finds. */
const secondTime = `
jobs:
  migrate:
    image: busybox:1.36
    command: [sh, -c, "cat /data/a > /data/b; echo x > /data/a; cat /data/b"]
    volumes: [data:/data]
    retries: 3
volumes: { data: }
`;

const ofType = <Type extends Event['type']>(events: readonly Event[], type: Type) =>
  events.filter((event): event is Extract<Event, { type: Type }> => event.type === type);

const hurried = { clock: hurriedClock(50) };

test('a job that fails is tried again in a fresh container until it ends well', async () => {
  await using fake = await startFakeEngine();
  const { outcome, events } = await playToEnd(engineOf(fake), await planOf(secondTime), hurried);
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  expect(ofType(events, 'unit.running').map(({ attempt }) => attempt)).toEqual([1, 2]);
  expect(new Set(ofType(events, 'unit.started').map(({ container }) => container)).size).toBe(2);
  expect([...fake.state.containers.values()].filter(({ name }) => name === 'play-migrate-1')).toHaveLength(1);
});

test('a job that fails every time tells how often it was tried', async () => {
  await using fake = await startFakeEngine();
  const { outcome } = await playToEnd(engineOf(fake), await planOf(failing('retries: 2')), hurried);
  expect(outcome).toMatchObject({
    failures: [
      {
        failure: {
          code: 'job-exit',
          message: 'job "migrate" ended with exit code 3, in 3 attempts',
          evidence: { exitCode: 3, attempt: [3, 3], logs: ['no'] },
        },
      },
    ],
  });
});

test('the pauses between attempts grow as is asked', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(failing('retries: 4, backoff: { initial: 2s, factor: 3, max: 10s }'));
  const { events } = await playToEnd(engineOf(fake), plan, hurried);
  const pauses = ofType(events, 'unit.retrying').map(({ attempt, of, nextMs }) => [attempt, of, nextMs]);
  expect(pauses).toEqual([
    [1, 5, 2000],
    [2, 5, 6000],
    [3, 5, 10_000],
    [4, 5, 10_000],
  ]);
  const [first, second] = ofType(events, 'unit.running');
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2000);
});

test('no attempt begins for which the time of all together does not last', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(failing('retries: 4, timeout: 30s, backoff: { initial: 60s, max: 60s }'));
  const { outcome, events } = await playToEnd(engineOf(fake), plan);
  expect(ofType(events, 'unit.running')).toHaveLength(1);
  const message = expect.stringMatching(/exit code 3, and its 30\.0s leave no time for another attempt/);
  expect(outcome).toMatchObject({ failures: [{ failure: { message } }] });
});

test('the time of all attempts together ends the one that is under way', async () => {
  await using fake = await startFakeEngine();
  const clock = leapClock();
  const { run, saw, order } = play(engineOf(fake), await planOf(lasting('retries: 3, timeout: 20s')), { clock });
  await saw('unit.running');
  containerOf(fake, 'migrate').end(3);
  await saw('unit.retrying');
  clock.leap(10_000);
  await expect.poll(() => order('unit.running')).toHaveLength(2);
  clock.leap(10_000);
  const failure = {
    code: 'job-timeout',
    message: expect.stringContaining('in 2 attempts'),
    evidence: { attempt: [2, 4] },
  };
  expect(await run.done).toMatchObject({ failures: [{ failure }] });
});

test('an attempt that another run left under way is followed by the next one when it fails', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const plan = await planOf(lasting('retries: 1'));
  const first = play(engine, plan, hurried);
  await first.saw('unit.running');
  first.run.send({ type: 'detach' });
  await first.run.done;
  const { run, events, saw } = play(engine, plan, hurried);
  await saw('unit.running');
  containerOf(fake, 'migrate').end(3);
  await saw('unit.retrying');
  const running = () => ofType(events, 'unit.running').map(({ attempt, adopted }) => [attempt, adopted]);
  const both = [
    [1, true],
    [2, false],
  ];
  await expect.poll(running).toEqual(both);
  containerOf(fake, 'migrate').end(3);
  expect(await run.done).toMatchObject({ failures: [{ failure: { evidence: { attempt: [2, 2] } } }] });
});

test('an interrupt ends the wait for another attempt', async () => {
  await using fake = await startFakeEngine();
  const { run, saw } = play(engineOf(fake), await planOf(failing('retries: 4, backoff: { initial: 4m, max: 4m }')));
  await saw('unit.retrying');
  run.send({ type: 'stop' });
  expect(await run.done).toMatchObject({ kind: 'stopped', complete: true });
});

const allowed = `
jobs:
  lint:
    image: busybox:1.36
    command: [sh, -c, "echo {\\"A\\":{\\"value\\":1}} > /devstack-output/outputs.json; exit 2"]
    allow_failure: true
    outputs: [A]
services:
  api: { image: "busybox:1.36", command: [sh, -c, "sleep infinity"], depends_on: [lint] }
`;

test('a failure that is allowed is told, and what waits for the job goes on without its outputs', async () => {
  await using fake = await startFakeEngine();
  const { outcome, events, run } = await playToEnd(engineOf(fake), await planOf(allowed));
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  expect(ofType(events, 'unit.completed')).toMatchObject([
    { outputs: [], tolerated: { code: 'job-exit', evidence: { exitCode: 2 } } },
  ]);
  expect(run.view.states.get('api#1')).toMatchObject({ phase: 'ready' });
  const environment = [...fake.state.containers.values()].find(({ name }) => name === 'play-api-1')?.body.Env ?? [];
  expect(environment.filter((entry) => entry.startsWith('A='))).toEqual([]);
});

test('a job whose failure was allowed is not done: it runs again', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(allowed));
  const { events } = await playToEnd(engine, await planOf(allowed));
  expect(ofType(events, 'unit.running')).toHaveLength(1);
});

test.each([
  [1, 1000],
  [2, 2000],
  [6, 30_000],
  [2000, 30_000],
])('by default attempt %i is followed by a pause of %i ms', (attempt, pause) => {
  expect(pauseAfter(attempt, { initial: 1000, factor: 2, max: 30_000 })).toBe(pause);
});
