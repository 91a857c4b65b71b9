import { expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { hurriedClock } from './support/hurried-clock.ts';
import { lasting } from './support/stack.ts';
import { engineOf, planOf, play, playToEnd } from './support/stage-play.ts';

const failing = (how: string) => `
services:
  bad: ${lasting('ready: { log: never }, ready_timeout: 1s')}
jobs:
  job: { image: busybox:1.36, command: [sh, -c, exit 3], ${how} }
`;

/** Longer than others may still become ready after a failure, on this clock. */
const speed = 10;
const long = 20_000;

const failed = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === 'unit.failed' ? [`${event.instance}: ${event.failure.message}`] : []));

test('a job that the engine is starting when another unit fails goes on to its end, and its failure is told', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(failing('depends_on: { bad: { condition: service_started } }'));
  const { run, events, saw } = play(engineOf(fake), plan, { clock: hurriedClock(speed) });
  await saw('unit.started', 'bad');
  fake.inject({ match: /POST .*\/start$/, effect: { kind: 'delay', ms: long / speed } });
  expect(await run.done).toMatchObject({ kind: 'failed' });
  expect(failed(events)).toEqual([
    expect.stringContaining('bad#1: '),
    expect.stringContaining('job#1: job "job" ended with exit code 3'),
  ]);
});

test('a job that is between two attempts when another unit fails has the others', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(failing(`retries: 1, backoff: { initial: ${long}ms, max: ${long}ms }`));
  const { events } = await playToEnd(engineOf(fake), plan, { clock: hurriedClock(speed) });
  expect(events.filter(({ type }) => type === 'unit.retrying')).toHaveLength(1);
  expect(failed(events)).toEqual([
    expect.stringContaining('bad#1: '),
    expect.stringContaining('job#1: job "job" ended with exit code 3'),
  ]);
});

test('what is not started because of a failure is told with the chain between them', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
services:
  db: { image: "busybox:1.36", command: [sh, -c, exit 1], ready: { log: never } }
  api: ${lasting('depends_on: [migrate]')}
jobs:
  migrate: { image: "busybox:1.36", command: ["true"], depends_on: [db] }
`);
  const { events } = await playToEnd(engineOf(fake), plan);
  const told = events.flatMap((event) =>
    event.type === 'unit.canceled' ? [`${event.instance}: ${event.because}`] : [],
  );
  expect(told).toEqual(['migrate#1: db failed', 'api#1: db failed (through migrate)']);
});
